import { isConnectionTrouble } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { recordNotices } from '../notices/record-notices.ts'
import { offerFreedPlaces } from './offer-freed-place.ts'
import { sendOfferLettersSoon } from './send-offer-letters.ts'
import { settlePairsOf } from './settle-pair.ts'

/** Offerings that are looked up at a time, and enrolments that end in one transaction: what is in memory never grows with what is due. */
const offeringsPerPage = 50
const enrolmentsPerTurn = 100

type Expired = { id: string; childId: string; wasOffered: boolean; until: Date }

async function offeringsDue(deps: Dependencies, after: string | null): Promise<string[]> {
  const now = deps.clock()
  const rows = await deps.db.sql<{ id: string }>`
    SELECT DISTINCT offering_id AS id FROM enrolment
    WHERE municipality_id = ${deps.municipality.id}
      AND (status = 'offered' AND offered_until <= ${now} OR status = 'awaiting_consent' AND consent_until <= ${now})
      AND (${after}::uuid IS NULL OR offering_id > ${after}::uuid)
    ORDER BY offering_id LIMIT ${offeringsPerPage}`
  return rows.map(({ id }) => id)
}

async function expire(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  now: Date,
): Promise<Expired[]> {
  // Under the lock of the offering nobody else changes these: a family that accepted in time was first, and is not found here. Nor is
  // one whose yes waits for the yes of others: it said yes in time.
  return tx.sql<Expired>`
    UPDATE enrolment e SET status = 'expired', offered_until = NULL, consent_until = NULL, changed_at = ${now}, changed_by = NULL,
      change_reason = CASE d.status WHEN 'offered' THEN 'offer not answered in time' ELSE 'no consent in time' END
    FROM (
      SELECT id, status, coalesce(offered_until, consent_until) AS until FROM enrolment
      WHERE municipality_id = ${deps.municipality.id} AND offering_id = ${offeringId} AND accepted_at IS NULL
        AND (status = 'offered' AND offered_until <= ${now} OR status = 'awaiting_consent' AND consent_until <= ${now})
      ORDER BY id LIMIT ${enrolmentsPerTurn}
    ) AS d
    WHERE e.municipality_id = ${deps.municipality.id} AND e.id = d.id AND e.status = d.status
    RETURNING e.id, e.child_id AS "childId", d.status = 'offered' AS "wasOffered", d.until`
}

/**
 * What becomes of those who wanted a place together with who did not answer in time. Whoever said yes, and for whom nothing is decided
 * when the time is over, waits again at its own turn: nothing is reserved for ever.
 * @returns how many of those who said yes were looked at
 */
async function settleOverdue(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  expired: readonly Expired[],
  now: Date,
): Promise<number> {
  const m = deps.municipality.id
  const kept = await tx.sql<{ id: string }>`
    SELECT id FROM enrolment WHERE municipality_id = ${m} AND offering_id = ${offeringId} AND status = 'offered'
      AND accepted_at IS NOT NULL AND offered_until <= ${now}`
  if (expired.length + kept.length === 0) return 0
  await settlePairsOf(
    deps,
    tx,
    [...expired, ...kept].map(({ id }) => id),
  )
  await tx.sql`
    UPDATE enrolment SET status = 'waitlisted', offered_until = NULL, pair_id = NULL, changed_at = ${now}, changed_by = NULL,
      change_reason = 'the other of the pair did not answer'
    WHERE municipality_id = ${m} AND offering_id = ${offeringId} AND status = 'offered' AND accepted_at IS NOT NULL
      AND offered_until <= ${now}`
  return kept.length
}

/**
 * Ends what is past its deadline in one offering, tells the families, and offers the places to the next: all of it or nothing.
 * @returns how many ended; null when somebody else holds the offering and `mayWait` is false
 */
async function expireInOffering(
  deps: Dependencies,
  offeringId: string,
  mayWait: boolean,
): Promise<number | null> {
  return inTransaction(deps.db, async (tx) => {
    const now = deps.clock()
    const m = deps.municipality.id
    const locked = mayWait
      ? await tx.sql`SELECT 1 FROM offering WHERE municipality_id = ${m} AND id = ${offeringId} FOR NO KEY UPDATE`
      : await tx.sql`SELECT 1 FROM offering WHERE municipality_id = ${m} AND id = ${offeringId} FOR NO KEY UPDATE SKIP LOCKED`
    if (locked.length === 0) return mayWait ? 0 : null
    const expired = await expire(deps, tx, offeringId, now)
    const kept = await settleOverdue(deps, tx, offeringId, expired, now)
    if (expired.length + kept === 0) return 0
    await recordNotices(
      deps,
      tx,
      expired.map((each) => ({
        kind: each.wasOffered ? 'place-expired' : 'consent-expired',
        childId: each.childId,
        enrolmentId: each.id,
        offeringId,
        facts: { until: each.until.toISOString() },
      })),
    )
    await offerFreedPlaces(deps, tx, offeringId, now)
    return expired.length
  })
}

/**
 * Ends all offered places that nobody answered in time, and all places for which no consent came in time, and offers each to the
 * next on the list in the same transaction. One transaction per offering (at most 100 enrolments), so that a `kill -9` leaves
 * nothing half and whoever comes next goes on. Several processes may do this at once: an offering at which another one is gets
 * passed over, and is looked at again at the end. One that fails holds up no other. What the children who lost an offer wait for
 * elsewhere is offered by the round of serve-waiting-lists.ts.
 * @returns how many ended
 * @throws Error after all others were done, when an offering failed; at once when the database is away
 */
export async function expireOffers(deps: Dependencies, isStopping = () => false): Promise<number> {
  let ended = 0
  let failures = 0
  let after: string | null = null
  const finish = async (offeringId: string, mayWait: boolean): Promise<boolean> => {
    try {
      for (;;) {
        const count = await expireInOffering(deps, offeringId, mayWait)
        ended += count ?? 0
        if (count === null) return false
        if (count < enrolmentsPerTurn || isStopping()) return true
      }
    } catch (error) {
      if (isConnectionTrouble(error)) throw error
      failures += 1
      deps.log.error({ event: 'offers-not-expired', offering: offeringId, err: error })
      return true
    }
  }
  for (;;) {
    const page: string[] = isStopping() ? [] : await offeringsDue(deps, after)
    const passedOver: string[] = []
    for (const id of page) {
      if (isStopping()) break
      if (!(await finish(id, false))) passedOver.push(id)
    }
    for (const id of passedOver) {
      if (isStopping()) break
      await finish(id, true)
    }
    after = page.at(-1) ?? null
    if (page.length < offeringsPerPage) break
  }
  if (ended > 0) {
    deps.log.info({ event: 'offers-expired', ended })
    sendOfferLettersSoon(deps)
  }
  if (failures > 0) throw new Error(`${failures} offerings could not be looked at`)
  return ended
}
