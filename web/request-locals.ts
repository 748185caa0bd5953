import { getRequestEvent } from 'solid-js/web'

/** What one rendering by the server carries: `fetch` in; `title`, `description` and `status` out. Undefined in the browser. */
export const requestLocals = (): Record<string, unknown> | undefined =>
  (getRequestEvent() as unknown as { locals: Record<string, unknown> } | undefined)?.locals
