import type { Transaction } from '@portal/db/transaction.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { askConsent } from '../consents/ask-consent.ts'
import { isNone, type PlaceOptions, type PlaceResult, type PlaceWish } from '../enrolments/decide-together.ts'
import { placeTogether } from '../enrolments/place-together.ts'
import { type NewNotice, recordNotices } from '../notices/record-notices.ts'
import type { ClassToEnrol } from './find-pupils.ts'

/** A pupil left the school between the look and the lock: rolls back, to be tried again. */
export class PupilLeft extends Error {}

/** What a school wishes: each pupil for the offering, with consent to be waited for where a guardian has to be asked. */
export const wishesOf = ({ pupils, offering, consentUntil }: ClassToEnrol): PlaceWish[] =>
  pupils.map((pupil) => ({
    childId: pupil.id,
    offeringId: offering.id,
    ...(pupil.needsConsent ? { consentUntil } : {}),
  }))

/** What families are to be told of what a school did. */
function noticesOf(
  results: readonly PlaceResult[],
  { offering, consentUntil }: ClassToEnrol,
  school: string,
) {
  return results.flatMap(({ wish, outcome, enrolmentId, position }): NewNotice[] => {
    if (enrolmentId === null || outcome === 'existing' || outcome === 'refused') return []
    const about = { childId: wish.childId, enrolmentId, offeringId: offering.id }
    const facts = { title: offering.title, school }
    if (outcome === 'awaiting_consent')
      return [
        {
          ...about,
          kind: 'consent-asked',
          facts: { ...facts, consentUntilAt: consentUntil.toISOString() },
        },
      ]
    return [{ ...about, kind: 'enrolled-by-school', facts: { ...facts, status: outcome, position } }]
  })
}

/**
 * Enrols pupils of one school in the transaction of the caller: places, turns on the waiting list, whom to ask for consent, and what
 * families are to be told, all or nothing of it. The caller has held their standing consents (`holdConsents`) and found the class
 * after that.
 * @throws PupilLeft; Problem session-clash, as placeTogether
 */
export async function placePupils(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  schoolId: string,
  toEnrol: ClassToEnrol,
  options: PlaceOptions,
): Promise<{ results: PlaceResult[]; isNone: boolean }> {
  const wishes = wishesOf(toEnrol)
  const results = await placeTogether(deps, tx, actor, wishes, { ...options, reason: 'enrolled by school' })
  // Under the lock of the children: whoever left the school is nobody whom it may enrol.
  const [about] = await tx.sql<{ school: string; left: boolean }>`
    SELECT s.name AS school, EXISTS (SELECT 1 FROM child c WHERE c.municipality_id = s.municipality_id
      AND c.id = ANY (${wishes.map(({ childId }) => childId)}::uuid[]) AND c.school_id IS DISTINCT FROM s.id) AS left
    FROM school s WHERE s.municipality_id = ${deps.municipality.id} AND s.id = ${schoolId}`
  if (!about || about.left) throw new PupilLeft('A pupil left the school meanwhile.')
  if (isNone(results, options)) return { results, isNone: true }
  const asked = results.filter(({ outcome }) => outcome === 'awaiting_consent')
  await askConsent(
    deps,
    tx,
    asked.flatMap(({ enrolmentId }) => enrolmentId ?? []),
  )
  await recordNotices(deps, tx, noticesOf(results, toEnrol, about.school))
  return { results, isNone: false }
}
