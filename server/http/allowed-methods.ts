import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../app-env.ts'
import { Problem, problemResponse } from './problem.ts'

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * The last stop of the API: an address that exists for other methods answers 405 and names them in Allow (OPTIONS: 204), one
 * that does not exist 404.
 */
export function allowedMethods(app: Hono<AppEnv>) {
  const patterns = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  for (const { path, method } of app.routes) {
    if (method === 'ALL' || path.includes('*')) continue
    const source = path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : literally(part)))
      .join('/')
    const known = patterns.get(path) ?? { pattern: new RegExp(`^${source}$`), methods: new Set<string>() }
    known.methods.add(method)
    if (method === 'GET') known.methods.add('HEAD')
    patterns.set(path, known)
  }
  return createMiddleware<AppEnv>(async (c) => {
    const methods = new Set<string>()
    for (const known of patterns.values()) {
      if (known.pattern.test(c.req.path)) for (const method of known.methods) methods.add(method)
    }
    if (methods.size === 0) return problemResponse(new Problem('not-found'))
    const allow = [...methods].sort().join(', ')
    if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } })
    const response = problemResponse(new Problem('method-not-allowed'))
    response.headers.set('Allow', allow)
    return response
  })
}
