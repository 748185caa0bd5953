import { readFileSync } from 'node:fs'
import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { generateHydrationScript, type RequestEvent, renderToStringAsync } from 'solid-js/web'
import { provideRequestEvent } from 'solid-js/web/storage'
import { App } from './app.tsx'

type Chunk = { file: string; css?: string[]; imports?: string[] }
const manifest = JSON.parse(
  readFileSync(new URL('../client/.vite/manifest.json', import.meta.url), 'utf8'),
) as Record<string, Chunk>
const entry = manifest['entry-client.tsx']

const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** Renders an address with the visitor's rights; data come through `fetch`. Rejects when it cannot within five seconds. */
export async function render(request: {
  url: string
  nonce: string
  me: Me | null
  fetch: (path: string, init?: RequestInit) => Promise<Response>
}): Promise<{ status: number; html: string }> {
  const locals: Record<string, unknown> = { fetch: request.fetch, status: 200 }
  const event: RequestEvent & { locals: Record<string, unknown> } = {
    request: new Request(`http://portal.invalid${request.url}`),
    locals,
    response: { headers: new Headers() },
  }
  const body = await provideRequestEvent(event, () =>
    renderToStringAsync(() => <App me={request.me} url={request.url} />, {
      nonce: request.nonce,
      timeoutMs: 5000,
    }),
  )
  const description = locals.description
    ? `<meta name="description" content="${escapeHtml(String(locals.description))}">`
    : ''
  const styles = (entry?.css ?? []).map((file) => `<link rel="stylesheet" href="/${file}">`).join('')
  const preloads = (entry?.imports ?? [])
    .map((key) => `<link rel="modulepreload" href="/${manifest[key]?.file}">`)
    .join('')
  // In a script element only "<" could end it early.
  const me = JSON.stringify(request.me).replaceAll('<', '\\u003c')
  const html = `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(String(locals.title ?? 'Rijke Schooldag'))}</title>
${description}
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<meta name="theme-color" content="#001759">
${styles}${preloads}
${generateHydrationScript().replace('<script', `<script nonce="${request.nonce}"`)}
</head>
<body>
<div id="app">${body}</div>
<script type="application/json" id="me" nonce="${request.nonce}">${me}</script>
<script type="module" src="/${entry?.file}" nonce="${request.nonce}"></script>
</body>
</html>`
  return { status: Number(locals.status), html }
}
