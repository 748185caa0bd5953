import type { Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Dependencies } from '../app-env.ts'
import { whyNotActOf } from '../families/family-tie.ts'
import { hashOfToken } from '../http/session.ts'
import { type NewNotice, recordNotices } from '../notices/record-notices.ts'
import { offerToken } from './offer-token.ts'
import { settlePairsOf } from './settle-pair.ts'

/** To whom, and whose held place it is (null: one for everybody). */
export type NewOffer = { enrolmentId: string; holdId: string | null }

type Made = {
  offerId: string
  enrolmentId: string
  childId: string
  offeringId: string
  autoAccept: boolean
  pairId: string | null
  title: string
}

/**
 * Writes offers: the place is taken, the child's time claimed; where the family had asked for it the place is given at once. With
 * them go the letters to who may answer (sent after the commit) and the notices. Offering and children are locked, and nothing
 * else claims their time.
 */
export async function makeOffers(
  deps: Dependencies,
  tx: Transaction,
  offers: readonly NewOffer[],
  now: Date,
  until: Date,
): Promise<void> {
  if (offers.length === 0) return
  const m = deps.municipality.id
  const ids = offers.map(({ enrolmentId }) => enrolmentId)
  const made = await tx.sql<Made>`
    WITH offered AS (
      UPDATE enrolment e SET status = 'offered', offered_until = ${until}, hold_id = r.hold_id,
        busy = o.busy * tstzmultirange(tstzrange(${now}, NULL)),
        changed_at = ${now}, changed_by = NULL, change_reason = 'a place came free'
      FROM unnest(${ids}::uuid[], ${offers.map(({ holdId }) => holdId)}::uuid[], ${offers.map(() => newId())}::uuid[])
          AS r (id, hold_id, offer_id), offering o
      WHERE e.municipality_id = ${m} AND e.id = r.id AND e.status = 'waitlisted'
        AND o.municipality_id = e.municipality_id AND o.id = e.offering_id
      RETURNING e.id, e.child_id, e.offering_id, e.pair_id, r.offer_id,
        -- What a family has for it is given up only when it says so.
        e.auto_accept AND e.gives_up IS NULL AS auto_accept
    ),
    kept AS (
      INSERT INTO place_offer (municipality_id, id, enrolment_id, offered_at, offered_until)
      SELECT ${m}, offer_id, id, ${now}::timestamptz, ${until}::timestamptz FROM offered
    )
    SELECT w.offer_id AS "offerId", w.id AS "enrolmentId", w.child_id AS "childId", w.offering_id AS "offeringId",
      w.auto_accept AS "autoAccept", w.pair_id AS "pairId", a.title
    FROM offered w
    JOIN offering o ON o.municipality_id = ${m} AND o.id = w.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id`
  const taken = await takeAtOnce(deps, tx, made, now)
  await tx.sql`DELETE FROM passed_over WHERE municipality_id = ${m} AND enrolment_id = ANY (${ids}::uuid[])`
  await writeLetters(deps, tx, made, now)
  await recordNotices(
    deps,
    tx,
    made.map((each) => noticeOf(each, until, taken.has(each.enrolmentId))),
  )
}

/**
 * Gives the places to the families that had asked for it; two steps in the history, so that it shows that they were offered first. Of a
 * pair this is the yes of one, which waits for the others. Answers who has a place now.
 */
async function takeAtOnce(
  deps: Dependencies,
  tx: Transaction,
  made: readonly Made[],
  now: Date,
): Promise<Set<string>> {
  const m = deps.municipality.id
  const asked = made.filter(({ autoAccept }) => autoAccept)
  if (asked.length === 0) return new Set()
  const ids = asked.map(({ enrolmentId }) => enrolmentId)
  const paired = asked.filter(({ pairId }) => pairId !== null).map(({ enrolmentId }) => enrolmentId)
  await tx.sql`
    UPDATE enrolment SET status = 'placed', offered_until = NULL, changed_at = ${now}, changed_by = NULL,
      change_reason = 'offer accepted beforehand by family'
    WHERE municipality_id = ${m} AND id = ANY (${ids}::uuid[]) AND pair_id IS NULL`
  if (paired.length > 0) {
    await tx.sql`
      UPDATE enrolment SET accepted_at = ${now}, changed_at = ${now}, changed_by = NULL,
        change_reason = 'offer accepted beforehand by family, waits for the others'
      WHERE municipality_id = ${m} AND id = ANY (${paired}::uuid[])`
    await settlePairsOf(deps, tx, paired)
  }
  const placed = await tx.sql<{ id: string }>`
    UPDATE place_offer f SET answer = 'taken', answered_at = ${now} FROM enrolment e
    WHERE f.municipality_id = ${m} AND f.id = ANY (${asked.map(({ offerId }) => offerId)}::uuid[])
      AND e.municipality_id = f.municipality_id AND e.id = f.enrolment_id AND e.status = 'placed'
    RETURNING e.id`
  return new Set(placed.map(({ id }) => id))
}

const noticeOf = (
  { enrolmentId, childId, offeringId, title }: Made,
  until: Date,
  isTaken: boolean,
): NewNotice => ({
  kind: isTaken ? 'place-given' : 'place-offered',
  childId,
  enrolmentId,
  offeringId,
  facts: isTaken ? { title } : { title, untilAt: until.toISOString() },
})

/** A letter for everybody who may answer (shared/families/may-act.ts) and has an address. */
async function writeLetters(
  deps: Dependencies,
  tx: Transaction,
  made: readonly Made[],
  now: Date,
): Promise<void> {
  const m = deps.municipality.id
  type Row = {
    childId: string
    accountId: string
    isGuardian: boolean
    isSelf: boolean
    hasOwnAccount: boolean
    birthDate: string
  }
  const people = await tx.sql<Row>`
    SELECT c.id AS "childId", a.id AS "accountId", c.birth_date AS "birthDate", c.account_id IS NOT NULL AS "hasOwnAccount",
      coalesce(c.account_id = a.id, false) AS "isSelf", coalesce(c.account_id <> a.id, true) AS "isGuardian"
    FROM child c
    CROSS JOIN LATERAL (
      SELECT u.account_id AS id FROM guardianship u WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id
      UNION SELECT c.account_id WHERE c.account_id IS NOT NULL
    ) AS family
    JOIN account a ON a.municipality_id = c.municipality_id AND a.id = family.id AND a.email IS NOT NULL
    WHERE c.municipality_id = ${m} AND c.id = ANY (${made.map(({ childId }) => childId)}::uuid[])`
  const key = deps.settings.secretKeys[0] ?? ''
  const letters = made.flatMap(({ offerId, childId }) =>
    people
      .filter((person) => person.childId === childId && whyNotActOf(deps, person) === null)
      .map(({ accountId }) => {
        const id = newId()
        return {
          id,
          offer_id: offerId,
          account_id: accountId,
          hash: hashOfToken(offerToken(key, id)).toString('hex'),
        }
      }),
  )
  if (letters.length === 0) return
  await tx.sql`
    INSERT INTO offer_letter (municipality_id, id, offer_id, account_id, token_hash, created_at, try_at)
    SELECT ${m}, r.id, r.offer_id, r.account_id, decode(r.hash, 'hex'), ${now}, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(letters)}::jsonb) AS r (id uuid, offer_id uuid, account_id uuid, hash text)`
}
