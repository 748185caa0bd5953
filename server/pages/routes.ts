import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono } from 'hono'
import { accepts } from 'hono/accepts'
import { compress } from 'hono/compress'
import type { findMe } from '../accounts/queries.ts'
import type { AppEnv } from '../app-env.ts'
import { contentSecurityPolicy } from '../http/security-headers.ts'
import { readSessionToken } from '../http/session.ts'
import { type AnonymousPage, keepAnonymousPage, toAnonymousPage } from './anonymous-pages.ts'
import type { Pages } from './pages.ts'

/** Shown when a page could not be rendered: needs nothing that could be broken too. */
const failure = `<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Er ging iets mis</title></head><body><main><h1>Er ging iets mis</h1>
<p>De pagina kan nu niet worden getoond. Uw gegevens zijn niet weg. <a href="">Probeer het opnieuw</a>.</p></main></body></html>`

/** A longer address is shared by nobody. */
const longestAddress = 300

/** Pages that say the same to every visitor. Others, and an address with a token in it, are never kept. */
const isPublic = (address: string, path: string) =>
  address.length <= longestAddress && /^\/($|aanbod\/|hoe-werkt-het$)/.test(path)

const newNonce = () => randomBytes(16).toString('base64')

/** Files and pages that `web` built. Pages are rendered with the visitor's own rights, by asking our own API. */
export function pageRoutes(app: Hono<AppEnv>, pages: Pages): Hono<AppEnv> {
  const root = path.relative(process.cwd(), pages.clientFolder)
  const keep = keepAnonymousPage()
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
      const url = new URL(c.req.url)
      const address = url.pathname + url.search
      c.header('Cache-Control', 'no-store')
      try {
        const { deps } = c.var
        if (isPublic(address, url.pathname) && readSessionToken(c, deps.settings) === null) {
          const page = await keep(deps, address, async () => {
            const nonce = newNonce()
            const rendered = await pages.render({ url: address, nonce, me: null, fetch: asVisitor(c, null) })
            return rendered.location ? null : toAnonymousPage({ ...rendered, nonce })
          })
          if (page) return sendPage(c, page)
        }
        const cookie = c.req.header('Cookie') ?? null
        const fetch = asVisitor(c, cookie)
        const asked = cookie ? await fetch('/api/v1/me') : null
        const me = asked?.ok ? ((await asked.json()) as Awaited<ReturnType<typeof findMe>>) : null
        const nonce = newNonce()
        const page = await pages.render({ url: address, nonce, me, fetch })
        if (page.location) return c.redirect(page.location, 302)
        c.header('Content-Security-Policy', contentSecurityPolicy(`'nonce-${nonce}'`))
        return c.html(page.html, page.status as 200)
      } catch (error) {
        c.var.log.error({ event: 'page-failed', requestId: c.var.requestId, err: error }, 'a page failed')
        return c.html(failure, 500)
      }
    })

  /** Our own API, with the rights of whoever this cookie belongs to. */
  function asVisitor(c: Context<AppEnv>, cookie: string | null) {
    return async (path: string, init: RequestInit = {}) =>
      app.request(
        path,
        { ...init, headers: { ...init.headers, ...(cookie ? { Cookie: cookie } : {}) } },
        c.env,
      )
  }
}

function sendPage(c: Context<AppEnv>, page: AnonymousPage): Response {
  const mayBeGzipped =
    accepts(c, { header: 'Accept-Encoding', supports: ['gzip', 'identity'], default: 'identity' }) === 'gzip'
  c.header('Content-Security-Policy', page.policy)
  c.header('Content-Type', 'text/html; charset=UTF-8')
  c.header('Vary', 'Accept-Encoding')
  if (mayBeGzipped) c.header('Content-Encoding', 'gzip')
  return c.body(mayBeGzipped ? page.gzipped : page.html, page.status as 200)
}
