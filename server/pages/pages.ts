import type { Me } from '@portal/shared/sign-in/sign-in.ts'

/** What the pages need to render one address: data come through `fetch`, with the visitor's own rights. */
export type RenderRequest = {
  url: string
  nonce: string
  me: Me | null
  fetch: (path: string, init?: RequestInit) => Promise<Response>
}

export type Rendered = { status: number; html: string; location?: string }

/** What `web` built: a renderer and a folder of files with hashed names. */
export type Pages = { render(request: RenderRequest): Promise<Rendered>; clientFolder: string }
