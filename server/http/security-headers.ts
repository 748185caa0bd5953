import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../app-env.ts'
import type { Settings } from '../settings.ts'

/** Version of the API (semantic), sent with every answer as the Dutch API Design Rules ask. */
export const apiVersion = '1.0.0'

const always = Object.entries({
  'API-Version': apiVersion,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
})

/**
 * Pages load everything from here and run no inline script but those allowed: by `'nonce-…'` of this answer, or by the
 * `'sha256-…'` of each.
 */
export const contentSecurityPolicy = (allowed: string) =>
  [
    "default-src 'none'",
    `script-src 'self' ${allowed}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const secureOnly: [string, string] = ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains']

/** For answers that are no page: nothing may be loaded or run from them. */
const nothingPolicy = "default-src 'none'; frame-ancestors 'none'"

/** The headers of every answer that is no page: strict, and nothing of it is stored on the way. */
export const headersOfData = (settings: Settings): Record<string, string> => ({
  ...Object.fromEntries(always),
  'Content-Security-Policy': nothingPolicy,
  'Cache-Control': 'no-store',
  ...(settings.publicUrl.startsWith('https:') ? Object.fromEntries([secureOnly]) : {}),
})

/**
 * Strict headers on every answer, errors included. They are set on the answer itself: `c.header` would copy a finished answer
 * once per header, which cost a fifth of a request. An answer made with `headersOfData` has them already.
 */
export const securityHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  if (c.get('hasHeaders')) return
  const { headers } = c.res
  for (const [name, value] of always) headers.set(name, value)
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', nothingPolicy)
  if (c.get('deps').settings.publicUrl.startsWith('https:')) headers.set(...secureOnly)
  if (c.req.path.startsWith('/api/') && !headers.has('Cache-Control'))
    headers.set('Cache-Control', 'no-store')
})
