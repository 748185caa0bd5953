import { isConnectionTrouble } from '@portal/db/client.ts'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { AppEnv } from '../app-env.ts'
import { Problem, problemResponse } from './problem.ts'

/** Constraints whose firing is a refusal that a rule explains: the same problem as the rule would have given. */
const guards: Record<string, () => Problem> = {
  one_live_enrolment_per_child_and_offering: () => new Problem('already-enrolled'),
  no_child_in_two_places_at_once: () => new Problem('session-clash'),
  never_above_capacity: () => new Problem('offering-full'),
  held_places_are_there: () => new Problem('held-places-not-free'),
  never_more_than_held: () => new Problem('held-places-used'),
  provider_by_chamber_number: () => new Problem('chamber-number-in-use'),
  account_municipality_id_email_key: () => new Problem('email-taken'),
  status_may_become: () => new Problem('status-does-not-allow'),
}

/** Text or numbers that PostgreSQL cannot keep (NUL, a broken encoding, out of range). */
const unfit = new Set(['22021', '22P02', '22P05', '22003', '22008', '22007'])

/** Turns anything thrown into a problem; what is not expected is logged in full and answered without a word of it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException) {
    if (error.status === 400) return new Problem('malformed-json')
    if (error.status === 413) return new Problem('body-too-large')
    if (error.status === 404) return new Problem('not-found')
  }
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown }
  const guard = typeof constraint === 'string' ? guards[constraint] : undefined
  if (guard) return guard()
  if (typeof code === 'string' && unfit.has(code)) {
    // The schemas let none of these through; should one forget, the answer still says that something was wrong with the input.
    const detail = 'A value cannot be kept.'
    return new Problem('invalid-input', { detail, errors: [{ pointer: '', detail }] })
  }
  if (isConnectionTrouble(error)) return new Problem('unavailable', { retryAfter: 2 })
  return new Problem('internal-error')
}

export function onError(error: unknown, c: Context<AppEnv>): Response {
  const problem = problemOf(error)
  if (problem.code === 'internal-error' || problem.code === 'unavailable') {
    c.var.log?.error({ event: 'request-failed', requestId: c.var.requestId, err: error }, 'a request failed')
  }
  return problemResponse(problem)
}
