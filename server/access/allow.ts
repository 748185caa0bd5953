import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { accessTable, type Verb } from './access-table.ts'
import { type Actor, type Role, rolesOf } from './actor.ts'

/** Whether somebody may try this verb at all; whose data they reach with it is up to the verb. */
export function mayTry(verb: Verb, actor: Actor | null): boolean {
  const row: Partial<Record<Role | 'everyone', string>> = accessTable[verb]
  if (row.everyone) return true
  return actor !== null && rolesOf(actor).some((role) => row[role] !== undefined)
}

/**
 * Guards a route by its verb, and finds out who asks: 401 for a visitor, 403 for somebody whose roles do not have the verb. The guard knows its verb,
 * so that a test can see which verb a route asks for.
 */
export const allow = (verb: Verb) =>
  Object.assign(
    createMiddleware<AppEnv>(async (c, next) => {
      const whoAsks = c.get('whoAsks')
      if (whoAsks) {
        c.set('whoAsks', undefined)
        c.set('actor', await whoAsks())
      }
      // Not by c.var: that copies everything that a request carries, and this is asked on every request.
      const actor = c.get('actor')
      if (!mayTry(verb, actor)) throw actor ? new Problem('not-allowed') : new Problem('not-signed-in')
      await next()
    }),
    { verb },
  )

/** The verb that a handler guards; null when it is no guard. */
export const verbOf = (handler: object): Verb | null => ('verb' in handler ? (handler.verb as Verb) : null)

/** The actor of a route that `allow` guards with a verb that needs sign-in. */
export function signedIn(actor: Actor | null): Actor {
  if (!actor) throw new Problem('not-signed-in')
  return actor
}
