import { hash, randomBytes } from 'node:crypto'
import type { Queryable } from '@portal/db/client.ts'
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

function cookieOf(settings: Settings): { name: string; secure: boolean } {
  const { protocol, hostname } = new URL(settings.publicUrl)
  const isHttps = protocol === 'https:'
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return { name: isHttps ? '__Host-session' : 'session', secure: isHttps || !isLocal }
}

/** The session token that the request carries, null without one that could be ours. */
export function readSessionToken(c: Context<AppEnv>, settings: Settings): string | null {
  const token = getCookie(c, cookieOf(settings).name)
  return token && looksLikeToken(token) ? token : null
}

/** Hands the browser its session. `__Host-` where possible: no other host or path can then plant or read it. */
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

/**
 * Starts a session for an account. The token is in no database: only the answer has it.
 * `cookie` is a whole Cookie header (`name=token`), for whoever makes requests of their own.
 */
export async function createSession(
  deps: Pick<Dependencies, 'db' | 'municipality' | 'clock' | 'settings'>,
  accountId: string,
): Promise<{ token: string; cookie: string }> {
  const token = newToken()
  const now = deps.clock()
  const expiresAt = new Date(now.getTime() + sessionDays * 86_400_000)
  await deps.db.sql`
    INSERT INTO sign_in_session (municipality_id, token_hash, account_id, created_at, expires_at)
    VALUES (${deps.municipality.id}, ${hashOfToken(token)}, ${accountId}, ${now}, ${expiresAt})`
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

/** Who signed in with each of these tokens (by hash, in hexadecimal), with what they belong to: one statement for all. */
async function findActors(
  db: Queryable,
  municipalityId: string,
  hashes: string[],
  now: Date,
): Promise<Map<string, Actor>> {
  const rows = await db.prepared('actors')<ActorRow & { hash: string }>`
    SELECT encode(s.token_hash, 'hex') AS hash, ${actorColumns} FROM ${actorSource(now)}
    WHERE s.municipality_id = ${municipalityId}
      AND s.token_hash = ANY (ARRAY(SELECT decode(hash, 'hex') FROM unnest(${hashes}::text[]) AS hash))`
  return new Map(rows.map((row) => [row.hash, actorOf(row)]))
}

/**
 * Finds out who asks from the session cookie, when somebody wants to know (`allow` does): null for a visitor, and for a token
 * that is unknown, expired or signed out. Nothing is remembered between requests, so signing out works at once in every
 * process; requests that arrive together share one query.
 */
export function identify(deps: Dependencies): MiddlewareHandler<AppEnv> {
  const findActor = createMicroBatch<string, Actor | null>(async (hashes) => {
    const actors = await findActors(deps.db, deps.municipality.id, [...new Set(hashes)], deps.clock())
    return hashes.map((hash) => actors.get(hash) ?? null)
  })
  return (c, next) => {
    const token = readSessionToken(c, deps.settings)
    if (token) c.set('whoAsks', () => findActor(hashOfToken(token).toString('hex')))
    return next()
  }
}
