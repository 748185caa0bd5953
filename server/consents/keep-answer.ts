import type { Transaction } from '@portal/db/transaction.ts'
import type { ConsentAnswer } from '@portal/shared/consents/consent.ts'
import type { Dependencies } from '../app-env.ts'
import { logChange } from '../log/log-change.ts'
import { offerFreedPlaces } from '../waiting-list/offer-freed-place.ts'

type Asked = {
  enrolmentId: string
  childId: string
  offeringId: string
  accountId: string
  schoolId: string | null
}

/**
 * Writes a guardian's answer, under the locks of offering and enrolment: a yes makes the place firm, a no gives it to whoever waits.
 * `yes-always` also lets the school enrol the child from now on.
 */
export async function keepAnswer(
  deps: Dependencies,
  tx: Transaction,
  { enrolmentId, childId, offeringId, accountId, schoolId }: Asked,
  answer: ConsentAnswer,
): Promise<void> {
  const m = deps.municipality.id
  const now = deps.clock()
  const isYes = answer !== 'no'
  await tx.sql`
    UPDATE enrolment SET status = ${isYes ? 'placed' : 'declined'}, consent_until = NULL, changed_at = ${now},
      changed_by = ${accountId}, change_reason = ${isYes ? 'guardian consented' : 'guardian did not consent'}
    WHERE municipality_id = ${m} AND id = ${enrolmentId} AND status = 'awaiting_consent'`
  await tx.sql`
    UPDATE consent_request SET answered_at = ${now}
    WHERE municipality_id = ${m} AND enrolment_id = ${enrolmentId} AND account_id = ${accountId}`
  if (answer === 'yes-always' && schoolId)
    await giveStandingConsent(deps, tx, { childId, schoolId, accountId })
  if (!isYes) await offerFreedPlaces(deps, tx, offeringId, now)
}

/** From now on the school may enrol the child; a second time changes nothing. The account is a guardian of the child. */
export async function giveStandingConsent(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Transaction,
  { childId, schoolId, accountId }: { childId: string; schoolId: string; accountId: string },
): Promise<void> {
  const [given] = await tx.sql`
    INSERT INTO school_consent (municipality_id, child_id, school_id, given_by, given_at)
    VALUES (${deps.municipality.id}, ${childId}, ${schoolId}, ${accountId}, ${deps.clock()})
    ON CONFLICT (municipality_id, child_id, school_id) DO NOTHING RETURNING 1`
  if (!given) return
  await logChange(
    deps,
    tx,
    { accountId },
    {
      verb: 'give-school-consent',
      subjectKind: 'child',
      subjectId: childId,
      after: { schoolId },
    },
  )
}
