import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-env.ts'
import type { Settings } from '../settings.ts'
import { keepWhileUnchanged } from './keep-while-unchanged.ts'
import { headersOfData } from './security-headers.ts'

/** A longer question is asked by nobody twice. */
const longestQuestion = 300

/**
 * For a route that answers everybody the same JSON: an answer of 200 is kept, by the query as it was sent, while nothing
 * changes in the database. What is not right is answered each time.
 */
export function sameForAll(): MiddlewareHandler<AppEnv> {
  const keep = keepWhileUnchanged<Uint8Array<ArrayBuffer> | null>()
  const headers = new WeakMap<Settings, Record<string, string>>()
  return async (c, next) => {
    const deps = c.get('deps')
    const { url } = c.req
    const begin = url.indexOf('?')
    const question = begin < 0 ? '' : url.slice(begin)
    if (question.length > longestQuestion) return next()
    let isMade = false
    const kept = await keep(deps, question, async () => {
      isMade = true
      await next()
      return c.res.status === 200 ? new Uint8Array(await c.res.clone().arrayBuffer()) : null
    })
    if (isMade) return
    if (!kept) return next()
    c.set('hasHeaders', true)
    let own = headers.get(deps.settings)
    if (!own) {
      own = { ...headersOfData(deps.settings), 'Content-Type': 'application/json' }
      headers.set(deps.settings, own)
    }
    return new Response(kept, { headers: own })
  }
}
