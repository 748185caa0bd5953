import { hash, randomBytes } from 'node:crypto'
import type { Queryable } from '@portal/db/client.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { SignInMethod } from '@portal/shared/sign-in/account-session.ts'
import { deviceSummary } from '@portal/shared/sign-in/device-summary.ts'
import { sql } from 'drizzle-orm'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Actor } from '../access/actor.ts'
import type { AppEnv, Dependencies } from '../app-env.ts'
import type { Settings } from '../settings.ts'
import { createMicroBatch } from './micro-batch.ts'

/** How long a session lasts, whether used or not: absolute, so that looking one up never writes. */
export const sessionDays = 30

/** 256 random bits for a link or a session, in a form that fits a URL and a cookie: 43 characters. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token: whoever reads the database cannot sign in with it. */
export const hashOfToken = (token: string): Buffer => hash('sha256', token, 'buffer')

/** Whether this can be a token of ours at all; what cannot is never looked up. */
export const looksLikeToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)

/** Name and protection of a cookie of ours. `__Host-` where possible: no other host or path can then plant or read it. */
export function cookieOf(settings: Settings, name = 'session'): { name: string; secure: boolean } {
  const { protocol, hostname } = new URL(settings.publicUrl)
  const isHttps = protocol === 'https:'
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return { name: isHttps ? `__Host-${name}` : name, secure: isHttps || !isLocal }
}

/** The session token that the request carries, null without one that could be ours. */
export function readSessionToken(c: Context<AppEnv>, settings: Settings): string | null {
  const token = getCookie(c, cookieOf(settings).name)
  return token && looksLikeToken(token) ? token : null
}

/** Hands the browser its session. */
export function setSessionCookie(c: Context<AppEnv>, settings: Settings, token: string): void {
  const { name, secure } = cookieOf(settings)
  setCookie(c, name, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    maxAge: sessionDays * 86_400,
  })
}

/** Takes the session cookie away from the browser. */
export function clearSessionCookie(c: Context<AppEnv>, settings: Settings): void {
  const { name, secure } = cookieOf(settings)
  deleteCookie(c, name, { path: '/', httpOnly: true, sameSite: 'Lax', secure })
}

/** How a session began, so that its owner knows it again. `device` as deviceSummary tells it. */
export type SessionOrigin = { method: SignInMethod; device: string }

/** The kind of browser and device that asks. */
export const deviceOf = (c: Context<AppEnv>): string => deviceSummary(c.req.header('User-Agent'))

/**
 * Starts a session for an account. The token is in no database: only the answer has it.
 * `cookie` is a whole Cookie header (`name=token`), for whoever makes requests of their own.
 * @param tx the transaction that it is part of, when it is part of one
 */
export async function createSession(
  deps: Pick<Dependencies, 'db' | 'municipality' | 'clock' | 'settings'>,
  accountId: string,
  origin: SessionOrigin = { method: 'link', device: '' },
  tx: Queryable = deps.db,
): Promise<{ token: string; cookie: string }> {
  const token = newToken()
  const now = deps.clock()
  const expiresAt = new Date(now.getTime() + sessionDays * 86_400_000)
  await tx.sql`
    INSERT INTO sign_in_session (municipality_id, token_hash, account_id, created_at, expires_at, method, device, last_used_on)
    VALUES (${deps.municipality.id}, ${hashOfToken(token)}, ${accountId}, ${now}, ${expiresAt}, ${origin.method},
      ${origin.device}, ${toLocal(now, deps.municipality.timeZone).date})`
  return { token, cookie: `${cookieOf(deps.settings).name}=${token}` }
}

/** As in a row: a list is null where there is nothing in it, which most people's are. */
export type ActorRow = Omit<Actor, Lists> & { [Key in Lists]: string[] | null }
type Lists = 'schoolIds' | 'ownedSchoolIds' | 'providerIds' | 'ownedProviderIds' | 'coachedProviderIds'

/** The columns of an actor, over `actorSource`. */
export const actorColumns = sql`s.id AS "sessionId", a.id AS "accountId", coalesce(a.email::text, '') AS email, a.name,
  belongs."schoolIds", belongs."ownedSchoolIds", belongs."providerIds", belongs."ownedProviderIds",
  belongs."coachedProviderIds", coalesce(belongs."isTeam", false) AS "isTeam",
  (SELECT c.id FROM child c WHERE c.municipality_id = a.municipality_id AND c.account_id = a.id) AS "ownChildId"`

/** Sessions `s` that have not expired, with their account `a` and what it belongs to. */
export const actorSource = (now: Date) => sql`sign_in_session s
  JOIN account a ON a.municipality_id = s.municipality_id AND a.id = s.account_id AND s.expires_at > ${now}
  CROSS JOIN LATERAL (
    SELECT array_agg(m.school_id) FILTER (WHERE m.role = 'school') AS "schoolIds",
      array_agg(m.school_id) FILTER (WHERE m.role = 'school' AND m.is_owner) AS "ownedSchoolIds",
      array_agg(m.provider_id) FILTER (WHERE m.role = 'provider') AS "providerIds",
      array_agg(m.provider_id) FILTER (WHERE m.role = 'provider' AND m.is_owner) AS "ownedProviderIds",
      array_agg(m.provider_id) FILTER (WHERE m.role = 'provider' AND (m.is_owner OR m.may_see_participants))
        AS "coachedProviderIds",
      bool_or(m.role = 'team') AS "isTeam"
    FROM membership m WHERE m.municipality_id = a.municipality_id AND m.account_id = a.id
  ) AS belongs`

/** The actor of such a row; other columns of it are left aside. */
export const actorOf = (row: ActorRow): Actor => ({
  accountId: row.accountId,
  email: row.email,
  name: row.name,
  sessionId: row.sessionId,
  schoolIds: row.schoolIds ?? [],
  ownedSchoolIds: row.ownedSchoolIds ?? [],
  providerIds: row.providerIds ?? [],
  ownedProviderIds: row.ownedProviderIds ?? [],
  coachedProviderIds: row.coachedProviderIds ?? [],
  isTeam: row.isTeam,
  ownChildId: row.ownChildId,
})

/**
 * Who signed in with each of these tokens (by hash, in hexadecimal), with what they belong to: one statement for all.
 * `firstToday`: those not used yet on this day of the municipality.
 */
async function findActors(
  deps: Dependencies,
  hashes: string[],
): Promise<{ actors: Map<string, Actor>; firstToday: string[]; today: string }> {
  const now = deps.clock()
  const today = toLocal(now, deps.municipality.timeZone).date
  const rows = await deps.db.prepared('actors')<ActorRow & { hash: string; isFirstToday: boolean }>`
    SELECT encode(s.token_hash, 'hex') AS hash, s.last_used_on < ${today}::date AS "isFirstToday", ${actorColumns}
    FROM ${actorSource(now)}
    WHERE s.municipality_id = ${deps.municipality.id}
      AND s.token_hash = ANY (ARRAY(SELECT decode(hash, 'hex') FROM unnest(${hashes}::text[]) AS hash))`
  return {
    actors: new Map(rows.map((row) => [row.hash, actorOf(row)])),
    firstToday: rows.filter(({ isFirstToday }) => isFirstToday).map(({ hash }) => hash),
    today,
  }
}

/**
 * Writes down, beside the requests, on which day sessions were last used: at most once a day for each, and once for many
 * that come together. When it fails nobody waits for it, and the next request tries again.
 */
function rememberDays(deps: Dependencies): (hashes: string[], today: string) => void {
  const underWay = new Set<string>()
  return (hashes, today) => {
    const mine = hashes.filter((hash) => !underWay.has(hash))
    if (mine.length === 0) return
    for (const hash of mine) underWay.add(hash)
    deps.db.sql`
      UPDATE sign_in_session SET last_used_on = ${today}
      WHERE municipality_id = ${deps.municipality.id} AND last_used_on < ${today}::date
        AND token_hash = ANY (ARRAY(SELECT decode(hash, 'hex') FROM unnest(${mine}::text[]) AS hash))`
      .catch((error: unknown) => {
        deps.log.warn({ event: 'last-use-not-kept', reason: error instanceof Error ? error.message : '' })
      })
      .finally(() => {
        for (const hash of mine) underWay.delete(hash)
      })
  }
}

/**
 * Finds out who asks from the session cookie, when somebody wants to know (`allow` does): null for a visitor, and for a token
 * that is unknown, expired or signed out. Nothing is remembered between requests, so signing out works at once in every
 * process; requests that arrive together share one query.
 */
export function identify(deps: Dependencies): MiddlewareHandler<AppEnv> {
  const remember = rememberDays(deps)
  const findActor = createMicroBatch<string, Actor | null>(async (hashes) => {
    const { actors, firstToday, today } = await findActors(deps, [...new Set(hashes)])
    remember(firstToday, today)
    return hashes.map((hash) => actors.get(hash) ?? null)
  })
  return (c, next) => {
    const token = readSessionToken(c, deps.settings)
    if (token) c.set('whoAsks', () => findActor(hashOfToken(token).toString('hex')))
    return next()
  }
}
