import type { Queryable } from '@portal/db/client.ts'
import { whyNoAnswer } from '@portal/shared/consents/why-no-answer.ts'
import type { EnrolmentStatus } from '@portal/shared/enrolments/status.ts'
import type { Dependencies } from '../app-env.ts'
import { whyNotActOf } from '../families/family-tie.ts'
import { Problem } from '../http/problem.ts'
import { hashOfToken } from '../http/session.ts'
import { readConsentToken } from './consent-token.ts'

/** What one guardian was asked, as it stands. */
export type AskedConsent = {
  requestId: string
  enrolmentId: string
  accountId: string
  childId: string
  offeringId: string
  schoolId: string | null
  until: Date
}

type Row = Omit<AskedConsent, 'until'> & {
  until: Date | null
  status: EnrolmentStatus
  isAnswered: boolean
  isGuardian: boolean
  hasOwnAccount: boolean
  birthDate: string
}

/**
 * The question behind the token of a letter, as long as it can be answered by whom it was sent to.
 * @throws Problem consent-link-invalid (not signed here), consent-link-foreign (of nobody here, or of who no longer decides about this
 * child), consent-answered, consent-expired, consent-ended
 */
export async function findAsked(deps: Dependencies, db: Queryable, token: string): Promise<AskedConsent> {
  const id = readConsentToken(deps.settings, token)
  if (!id) throw new Problem('consent-link-invalid')
  const [row] = await db.sql<Row>`
    SELECT r.id AS "requestId", r.enrolment_id AS "enrolmentId", r.account_id AS "accountId", e.child_id AS "childId",
      e.offering_id AS "offeringId", c.school_id AS "schoolId", e.consent_until AS until, e.status,
      r.answered_at IS NOT NULL AS "isAnswered", c.account_id IS NOT NULL AS "hasOwnAccount", c.birth_date AS "birthDate",
      EXISTS (SELECT 1 FROM guardianship u WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id
        AND u.account_id = r.account_id) AS "isGuardian"
    FROM consent_request r
    JOIN enrolment e ON e.municipality_id = r.municipality_id AND e.id = r.enrolment_id
    JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    WHERE r.municipality_id = ${deps.municipality.id} AND r.id = ${id} AND r.token_hash = ${hashOfToken(token)}`
  if (!row) throw new Problem('consent-link-foreign')
  const { status, until, isAnswered, isGuardian, hasOwnAccount, birthDate, ...asked } = row
  const tie = { isGuardian, isSelf: false, hasOwnAccount, birthDate }
  if (whyNotActOf(deps, tie)) throw new Problem('consent-link-foreign')
  const now = deps.clock().getTime()
  const why = whyNoAnswer({ status, until: until?.getTime() ?? null, isAnswered, now })
  if (why || !until) throw new Problem(why ?? 'consent-ended')
  return { ...asked, until }
}
