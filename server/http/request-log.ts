import { newId } from '@portal/shared/ids.ts'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../app-env.ts'

/** One event per request: no query (it may hold a token or a search), no names, no cookies. */
export const requestLog = createMiddleware<AppEnv>(async (c, next) => {
  const start = performance.now()
  const requestId = newId()
  const { log } = c.get('deps')
  c.set('requestId', requestId)
  c.set('log', log)
  await next()
  if (!log.isLevelEnabled('info')) return
  const path = c.req.path.startsWith('/assets/') ? '/assets/' : c.req.path
  log.info({
    event: 'request',
    requestId,
    method: c.req.method,
    path,
    status: c.res.status,
    ms: Math.round(performance.now() - start),
    actor: c.get('actor')?.accountId ?? null,
  })
})
