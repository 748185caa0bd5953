import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../app-env.ts'
import { Problem } from './problem.ts'

const changes = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Changes must come from our own pages: browsers name the origin, and one that is not ours is refused. Programs that send
 * neither header have no cookie of somebody else to misuse (ours is SameSite=Lax besides).
 */
export const sameOrigin = createMiddleware<AppEnv>(async (c, next) => {
  if (changes.has(c.req.method)) {
    const origin = c.req.header('Origin')
    const site = c.req.header('Sec-Fetch-Site')
    const isOurs =
      !origin || origin === c.var.deps.settings.publicUrl || isThisHost(origin, c.req.header('Host'))
    if (!isOurs || site === 'cross-site' || site === 'same-site') throw new Problem('other-origin')
  }
  await next()
})

function isThisHost(origin: string, host: string | undefined): boolean {
  try {
    return host !== undefined && new URL(origin).host === host
  } catch {
    return false
  }
}

/** A body has to be JSON, when there is one. */
export const jsonOnly = createMiddleware<AppEnv>(async (c, next) => {
  const mayHaveBody = changes.has(c.req.method) && c.req.method !== 'DELETE'
  const length = c.req.header('Content-Length')
  const hasBody = (length !== undefined && length !== '0') || c.req.header('Transfer-Encoding') !== undefined
  if (mayHaveBody && hasBody && !/^application\/json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) {
    throw new Problem('unsupported-content-type')
  }
  await next()
})

/** Nothing that the portal takes is larger than this. */
export const smallBody = bodyLimit({
  maxSize: 256 * 1024,
  onError: () => {
    throw new Problem('body-too-large')
  },
})
