import { typedText } from '@portal/shared/wire.ts'
import * as v from 'valibot'
import { Problem } from '../http/problem.ts'

/** Query key of a route on which the team says why it looks at personal data. */
export const ReasonQuery = { reason: v.optional(typedText(10, 500)) }

/** The reason, which the team has to give. @throws Problem invalid-input */
export function reasonOf(reason: string | undefined): string {
  if (reason) return reason
  const detail = 'Say in at least 10 characters why you need to see this; the family can read it.'
  throw new Problem('invalid-input', { detail, errors: [{ pointer: 'reason', detail }] })
}
