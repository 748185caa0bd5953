import { largestFile } from '@portal/shared/pupils/pupil-import.ts'
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
      !origin || origin === c.get('deps').settings.publicUrl || isThisHost(origin, c.req.header('Host'))
    if (!isOurs || site === 'cross-site' || site === 'same-site') throw new Problem('other-origin')
  }
  return next()
})

function isThisHost(origin: string, host: string | undefined): boolean {
  try {
    return host !== undefined && new URL(origin).host === host
  } catch {
    return false
  }
}

/** The only two routes that take a file, as their whole body: a school's pupils. Everything else that the portal takes is JSON. */
const takesFile = (method: string, path: string) =>
  method === 'POST' && /^\/api\/v1\/schools\/[^/]+\/pupil-imports(\/previews)?$/.test(path)

/** What a file may say that it is. */
export const fileTypes = ['text/csv', 'application/xml'] as const
const fileType = /^(text\/csv|application\/xml|text\/xml)\s*(;|$)/i

/** A body has to be JSON, when there is one; where a file is taken, that file. */
export const jsonOnly = createMiddleware<AppEnv>(async (c, next) => {
  const mayHaveBody = changes.has(c.req.method) && c.req.method !== 'DELETE'
  const length = c.req.header('Content-Length')
  const hasBody = (length !== undefined && length !== '0') || c.req.header('Transfer-Encoding') !== undefined
  const wanted = takesFile(c.req.method, c.req.path) ? fileType : /^application\/json\s*(;|$)/i
  if (mayHaveBody && hasBody && !wanted.test(c.req.header('Content-Type') ?? '')) {
    throw new Problem('unsupported-content-type')
  }
  return next()
})

const mostBytes = 256 * 1024
const tooLarge = () => {
  throw new Problem('body-too-large')
}
const countBytes = bodyLimit({ maxSize: mostBytes, onError: tooLarge })
const fileTooLarge = () => {
  throw new Problem('file-too-large', { facts: { megabytes: largestFile / 1024 / 1024 } })
}
const countFile = bodyLimit({ maxSize: largestFile, onError: fileTooLarge })

/**
 * Nothing that the portal takes is larger than this, but for a file. A body that says how long it is (Node holds it to that) need not be
 * counted, and looking at it would make a stream of it.
 */
export const smallBody = createMiddleware<AppEnv>(async (c, next) => {
  const length = c.req.header('Content-Length')
  const isFile = takesFile(c.req.method, c.req.path)
  if (c.req.header('Transfer-Encoding') !== undefined) return (isFile ? countFile : countBytes)(c, next)
  if (isFile && Number(length ?? 0) > largestFile) fileTooLarge()
  else if (!isFile && length !== undefined && Number(length) > mostBytes) tooLarge()
  return next()
})
