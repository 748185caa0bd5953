import { createHmac } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import type { AppEnv, Dependencies } from '../app-env.ts'
import { isOnThisMachine } from '../settings.ts'
import { Problem } from './problem.ts'

/** At most so many hits in each window. `name` keeps the counts of different limits apart. */
export type Limit = { name: string; limit: number; windowSeconds: number }

/**
 * Counts a hit in the database (several processes share it) and refuses above the limit, with the seconds until the window
 * ends. Fixed windows: around the turn of one twice as many can pass, near enough for what it guards. The key is kept as a
 * keyed hash: no mail or network address stands there, nor can it be guessed back.
 * @throws Problem rate-limited
 */
export async function countHit(deps: Dependencies, limit: Limit, key: string): Promise<void> {
  if (!deps.settings.rateLimits) return
  const now = deps.clock().getTime()
  const start = windowStart(limit, now)
  const [row] = await deps.db.sql<{ hits: number }>`
    INSERT INTO rate_limit (municipality_id, key, window_start, hits)
    VALUES (${deps.municipality.id}, ${hashOfKey(deps, limit, key)}, ${new Date(start)}, 1)
    ON CONFLICT (municipality_id, key, window_start) DO UPDATE SET hits = rate_limit.hits + 1
    RETURNING hits`
  if ((row?.hits ?? 0) > limit.limit) throw tooMany(limit, now)
}

/** When the window of a moment began, both in milliseconds. */
export const windowStart = (limit: Limit, now: number): number => now - (now % (limit.windowSeconds * 1000))

/** What stands in the database for a key. */
export const hashOfKey = (deps: Pick<Dependencies, 'settings'>, limit: Limit, key: string): string =>
  createHmac('sha256', deps.settings.secretKeys[0] ?? '')
    .update(`rate-limit\0${limit.name}\0${key}`)
    .digest('base64url')

/** The refusal of whoever is over a limit, with the seconds until the window ends. */
export const tooMany = (limit: Limit, now: number): Problem =>
  new Problem('rate-limited', {
    detail: 'Too many attempts; try again later.',
    retryAfter: (windowStart(limit, now) + limit.windowSeconds * 1000 - now) / 1000,
  })

/** One household or school has a whole /64 of IPv6, so all of it counts as one. */
export function networkOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)
  if (v4?.[1]) return v4[1]
  const plain = address.toLowerCase().split('%')[0] ?? ''
  const [head = '', tail = ''] = plain.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = plain.includes('::')
    ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
    : []
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

/**
 * From where a request comes, for counting. A published portal (PUBLIC_URL is not this machine) whose caller is this very
 * machine stands behind a proxy: then the last address in X-Forwarded-For, the one which that proxy saw. From anybody else
 * that header is not believed. Without a socket (tests) one and the same.
 */
export function clientNetwork(c: Context<AppEnv>): string {
  const env: unknown = c.env
  const hasSocket = typeof env === 'object' && env !== null && 'incoming' in env
  const peer = networkOf(hasSocket ? (getConnInfo(c).remote.address ?? '') : '')
  const isProxy = (peer.startsWith('127.') || peer === '0:0:0:0') && !isOnThisMachine(c.var.deps.settings)
  const forwarded = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim()
  return isProxy && forwarded ? networkOf(forwarded) : peer
}
