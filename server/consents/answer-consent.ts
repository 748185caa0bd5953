import { inTransaction } from '@portal/db/transaction.ts'
import type { ConsentAnswer, ConsentByLink, ConsentGiven } from '@portal/shared/consents/consent.ts'
import { whyNoAnswer } from '@portal/shared/consents/why-no-answer.ts'
import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { findEnrolment, lockEnrolment } from '../enrolments/queries.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { offerWhereChildWaits } from '../waiting-list/offer-freed-place.ts'
import { findAsked } from './asked-consent.ts'
import { keepAnswer } from './keep-answer.ts'

/** Parents who come together to a school have one network. */
const perNetwork = { name: 'consent-network', limit: 300, windowSeconds: 900 }

/** Counts a try with a token, so that nobody can go through many. @throws Problem rate-limited */
export const countConsentTry = (deps: Dependencies, network: string) => countHit(deps, perNetwork, network)

/**
 * Answers by the link of a letter, without signing in: the token is bound to one guardian and one enrolment, and works once. What
 * is written down is that this guardian answered.
 * @param network from clientNetwork
 * @throws Problem consent-link-invalid, consent-link-foreign, consent-answered, consent-expired, consent-ended, rate-limited
 */
export async function answerByLink(
  deps: Dependencies,
  { token, answer }: ConsentByLink,
  network: string,
): Promise<ConsentGiven> {
  await countConsentTry(deps, network)
  const m = deps.municipality.id
  const childId = await inTransaction(deps.db, async (tx) => {
    const seen = await findAsked(deps, tx, token)
    await tx.sql`SELECT 1 FROM offering WHERE municipality_id = ${m} AND id = ${seen.offeringId} FOR NO KEY UPDATE`
    await tx.sql`SELECT 1 FROM enrolment WHERE municipality_id = ${m} AND id = ${seen.enrolmentId} FOR NO KEY UPDATE`
    // What was true before the lock may not be any more: answered by the other parent, withdrawn by the school.
    const asked = await findAsked(deps, tx, token)
    await keepAnswer(deps, tx, asked, answer)
    return asked.childId
  })
  if (answer === 'no') await offerWhereChildWaits(deps, childId)
  return { status: answer === 'no' ? 'declined' : 'placed', answer }
}

/**
 * The same by a guardian who is signed in. The same answer again changes nothing.
 * @throws Problem not-found, guardian-acts, young-person-acts, consent-answered, consent-expired, consent-ended
 */
export async function answerConsent(
  deps: Dependencies,
  actor: Actor,
  id: string,
  answer: ConsentAnswer,
): Promise<Enrolment> {
  const m = deps.municipality.id
  const childId = await inTransaction(deps.db, async (tx) => {
    const { status, childId, offeringId } = await lockEnrolment(deps, tx, actor, id, 'guardian')
    const [asked] = await tx.sql<{
      until: Date | null
      schoolId: string | null
      answeredByMe: boolean
      isGuardian: boolean
    }>`
      SELECT e.consent_until AS until, c.school_id AS "schoolId",
        EXISTS (SELECT 1 FROM consent_request r WHERE r.municipality_id = e.municipality_id AND r.enrolment_id = e.id
          AND r.account_id = ${actor.accountId} AND r.answered_at IS NOT NULL)
          OR e.changed_by = ${actor.accountId} AND e.change_reason LIKE 'guardian %' AS "answeredByMe",
        EXISTS (SELECT 1 FROM guardianship u WHERE u.municipality_id = e.municipality_id AND u.child_id = e.child_id
          AND u.account_id = ${actor.accountId}) AS "isGuardian"
      FROM enrolment e JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
      WHERE e.municipality_id = ${m} AND e.id = ${id}`
    if (!asked) throw new Problem('not-found')
    if (asked.answeredByMe && status === (answer === 'no' ? 'declined' : 'placed')) return childId
    const why = whyNoAnswer({
      status,
      until: asked.until?.getTime() ?? null,
      isAnswered: asked.answeredByMe,
      now: deps.clock().getTime(),
    })
    if (why) throw new Problem(why)
    // A young person who turned 16 meanwhile answers for themselves; a standing consent is a guardian's.
    const schoolId = asked.isGuardian ? asked.schoolId : null
    await keepAnswer(
      deps,
      tx,
      { enrolmentId: id, childId, offeringId, accountId: actor.accountId, schoolId },
      answer,
    )
    return childId
  })
  if (answer === 'no') await offerWhereChildWaits(deps, childId)
  return findEnrolment(deps, actor, id)
}
