import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { findMe } from '../accounts/queries.ts'
import type { AppEnv } from '../app-env.ts'
import { contentSecurityPolicy } from '../http/security-headers.ts'
import type { Pages } from './pages.ts'

/** Shown when a page could not be rendered: needs nothing that could be broken too. */
const failure = `<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Er ging iets mis</title></head><body><main><h1>Er ging iets mis</h1>
<p>De pagina kan nu niet worden getoond. Uw gegevens zijn niet weg. <a href="">Probeer het opnieuw</a>.</p></main></body></html>`

/** Files and pages that `web` built. Pages are rendered with the visitor's own rights, by asking our own API. */
export function pageRoutes(app: Hono<AppEnv>, pages: Pages): Hono<AppEnv> {
  const root = path.relative(process.cwd(), pages.clientFolder)
  return new Hono<AppEnv>()
    .use(compress())
    .get(
      '/assets/*',
      serveStatic({
        root,
        onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
      }),
    )
    .get('/favicon.svg', serveStatic({ root }))
    .get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /dev/\n'))
    .get('/*', async (c) => {
      if (c.req.path.startsWith('/assets/') || c.req.path.startsWith('/dev/')) return c.notFound()
      const cookie = c.req.header('Cookie')
      const nonce = randomBytes(16).toString('base64')
      const fetch = async (address: string, init: RequestInit = {}) =>
        app.request(
          address,
          { ...init, headers: { ...init.headers, ...(cookie ? { Cookie: cookie } : {}) } },
          c.env,
        )
      c.header('Content-Security-Policy', contentSecurityPolicy(nonce))
      c.header('Cache-Control', 'no-store')
      try {
        const asked = cookie ? await fetch('/api/v1/me') : null
        const me = asked?.ok ? ((await asked.json()) as Awaited<ReturnType<typeof findMe>>) : null
        const url = new URL(c.req.url)
        const page = await pages.render({ url: url.pathname + url.search, nonce, me, fetch })
        if (page.location) return c.redirect(page.location, 302)
        return c.html(page.html, page.status as 200)
      } catch (error) {
        c.var.log.error({ event: 'page-failed', requestId: c.var.requestId, err: error }, 'a page failed')
        return c.html(failure, 500)
      }
    })
}
