/** What a request met. `status` 0: no answer came (the connection was cut, or nobody waited for it). */
export type Met = { status: number; body: Record<string, unknown> & { items?: Record<string, unknown>[] } }

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  cookie?: string,
  signal?: AbortSignal,
) => Promise<Met>

/** Sends each request to the process that `choose` names. */
export const callOver =
  (choose: () => string): Call =>
  async (method, path, body, cookie, signal) => {
    try {
      const response = await fetch(`${choose()}/api/v1${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(cookie ? { Cookie: cookie } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      })
      const text = await response.text()
      return { status: response.status, body: text ? JSON.parse(text) : {} }
    } catch {
      return { status: 0, body: {} }
    }
  }
