import { newId } from '@portal/shared/ids.ts'
import { Id } from '@portal/shared/wire.ts'
import type { Context } from 'hono'
import * as v from 'valibot'
import type { AppEnv } from '../app-env.ts'
import { Problem } from '../http/problem.ts'

/**
 * What the client calls this attempt, by the header `Idempotency-Key`: a UUID. Without one each request stands by itself.
 * @throws Problem invalid-input
 */
export function requestKeyOf(c: Context<AppEnv>): string {
  const given = c.req.header('Idempotency-Key')
  if (given === undefined) return newId()
  // As text it may be quoted (the draft of the IETF) or not.
  const { success, output } = v.safeParse(Id, given.replace(/^"(.*)"$/, '$1'))
  if (success) return output.toLowerCase()
  const detail = 'Give a UUID.'
  throw new Problem('invalid-input', { detail, errors: [{ pointer: 'Idempotency-Key', detail }] })
}
