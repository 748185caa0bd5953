import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from '../app-env.ts'
import { cookieOf, looksLikeToken } from '../http/session.ts'
import { openIdMinutes } from './begin-openid-sign-in.ts'

/** Binds a sign-in that was begun to the browser that began it, so that nobody can have another finish theirs. */
const nameOf = (c: Context<AppEnv>) => cookieOf(c.var.deps.settings, 'openid')

/** The browser's secret, null without one that could be ours. */
export function readBrowserCookie(c: Context<AppEnv>): string | null {
  const secret = getCookie(c, nameOf(c).name)
  return secret && looksLikeToken(secret) ? secret : null
}

/** Lax: the provider sends the browser back from another site. */
export function setBrowserCookie(c: Context<AppEnv>, secret: string): void {
  const { name, secure } = nameOf(c)
  setCookie(c, name, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    maxAge: openIdMinutes * 60,
  })
}

/** Takes the browser's secret away. */
export function clearBrowserCookie(c: Context<AppEnv>): void {
  const { name, secure } = nameOf(c)
  deleteCookie(c, name, { path: '/', httpOnly: true, sameSite: 'Lax', secure })
}
