import type { Queryable } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { OfferAnswer, OfferPreview } from '@portal/shared/waiting-list/offer-link.ts'
import {
  type OfferState,
  offerState,
  undoMinutes,
  whyNoUndo,
} from '@portal/shared/waiting-list/offer-state.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { lockEnrolment, positionOf } from '../enrolments/queries.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { hashOfToken, looksLikeToken } from '../http/session.ts'
import { afterAnswer, answerLocked } from './answer-offer.ts'
import type { KeptOffer } from './keep-answer.ts'
import { sendOfferLettersSoon } from './send-offer-letters.ts'
import { undoLocked } from './undo-refusal.ts'

/** A whole school's parents behind one address may answer on the same evening. */
const perNetwork = { name: 'offer-link-network', limit: 300, windowSeconds: 900 }

type Row = KeptOffer & {
  enrolmentId: string
  accountId: string
  status: OfferPreviewStatus
  isNewest: boolean
  hasAccepted: boolean
  firstName: string
  offeringId: string
  title: string
  placeName: string
  address: string
  firstDate: string | null
  lastDate: string | null
  weekdays: number[]
  nextStart: Date | null
  nextEnd: Date | null
  priceCents: number
  position: number | null
}
type OfferPreviewStatus = Parameters<typeof offerState>[0]['status']

async function findLink(deps: Dependencies, db: Queryable, token: string): Promise<Row> {
  const m = deps.municipality.id
  const now = deps.clock()
  const [row] = looksLikeToken(token)
    ? await db.sql<Row>`
        SELECT f.id, f.offered_until AS "offeredUntil", f.answer, f.answered_at AS "answeredAt", f.answered_by AS "answeredBy",
          f.undone_at AS "undoneAt", f.enrolment_id AS "enrolmentId", l.account_id AS "accountId", e.status,
          e.accepted_at IS NOT NULL AS "hasAccepted",
          NOT EXISTS (SELECT 1 FROM place_offer x WHERE x.municipality_id = f.municipality_id AND x.enrolment_id = f.enrolment_id
            AND (x.offered_at, x.id) > (f.offered_at, f.id)) AS "isNewest",
          c.first_name AS "firstName", o.id AS "offeringId", t.title, p.name AS "placeName", p.address,
          o.first_date AS "firstDate", o.last_date AS "lastDate", o.weekdays, n.starts_at AS "nextStart", n.ends_at AS "nextEnd",
          o.price_cents AS "priceCents", ${positionOf} AS position
        FROM offer_letter l
        JOIN place_offer f ON f.municipality_id = l.municipality_id AND f.id = l.offer_id
        JOIN enrolment e ON e.municipality_id = f.municipality_id AND e.id = f.enrolment_id
        JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
        JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
        JOIN activity t ON t.municipality_id = o.municipality_id AND t.id = o.activity_id
        JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
        LEFT JOIN LATERAL (
          SELECT s.starts_at, s.ends_at FROM session s
          WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
          ORDER BY s.ends_at < ${now}, s.starts_at LIMIT 1) n ON true
        WHERE l.municipality_id = ${m} AND l.token_hash = ${hashOfToken(token)}
          -- Whoever is no longer of the family has a link to nothing.
          AND ${sql`(c.account_id = l.account_id OR EXISTS (SELECT 1 FROM guardianship u
            WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id AND u.account_id = l.account_id))`}`
    : []
  if (!row) throw new Problem('offer-link-unknown')
  return row
}

const stateOf = (row: Row, now: Date): OfferState =>
  offerState({ ...row, offeredUntil: row.offeredUntil.getTime() }, now.getTime())

function wire(row: Row, timeZone: string, now: Date): OfferPreview {
  const time = (moment: Date | null) => (moment ? timeOf(toLocal(moment, timeZone).minutes) : null)
  const state = stateOf(row, now)
  const mayUndo =
    state === 'declined' &&
    row.answeredAt !== null &&
    whyNoUndo(
      { answeredAt: row.answeredAt.getTime(), undoneAt: row.undoneAt?.getTime() ?? null },
      now.getTime(),
    ) === null
  const isAnswered = state === 'accepted' || state === 'agreed' || state === 'declined'
  return {
    state,
    answeredBy: !isAnswered
      ? null
      : row.answer === 'taken' || row.answer === null
        ? 'portal'
        : row.answeredBy === row.accountId
          ? 'you'
          : 'other',
    firstName: row.firstName,
    offeringId: row.offeringId,
    title: row.title,
    placeName: row.placeName,
    address: row.address,
    firstDate: row.firstDate,
    lastDate: row.lastDate,
    weekdays: row.weekdays,
    startTime: time(row.nextStart),
    endTime: time(row.nextEnd),
    priceCents: row.priceCents,
    until: row.offeredUntil.toISOString(),
    undoUntil:
      mayUndo && row.answeredAt
        ? new Date(row.answeredAt.getTime() + undoMinutes * 60_000).toISOString()
        : null,
    position: state === 'waiting' ? row.position : null,
  }
}

/**
 * What a link is about and how it stands; changes nothing, also not that the link can be used.
 * @throws Problem rate-limited, offer-link-unknown
 */
export async function previewOffer(
  deps: Dependencies,
  token: string,
  network: string,
): Promise<OfferPreview> {
  await countHit(deps, perNetwork, network)
  return wire(await findLink(deps, deps.db, token), deps.municipality.timeZone, deps.clock())
}

/** Whose letter it is acts, without being signed in; nothing else of theirs is within reach. */
const holderOf = ({ accountId }: Row): Actor => ({
  accountId,
  email: '',
  name: '',
  sessionId: '',
  schoolIds: [],
  ownedSchoolIds: [],
  providerIds: [],
  ownedProviderIds: [],
  coachedProviderIds: [],
  isTeam: false,
  ownChildId: null,
})

/** Why a link does not do this; null when it does, or did so already for the same person. */
function refusalOf(state: OfferState, answer: OfferAnswer): Problem | null {
  if (state === 'replaced') return new Problem('offer-link-replaced')
  if (answer === 'undo-no') return null
  if (state === 'open') return null
  if (state === 'expired') return new Problem('offer-expired')
  if (state === 'cancelled') return new Problem('offer-cancelled')
  if (state === 'accepted' || state === 'agreed') return new Problem('offer-accepted')
  if (state === 'declined') return new Problem('offer-declined')
  if (state === 'waiting') return new Problem('offer-gone')
  return new Problem('offer-withdrawn')
}

async function answerHeld(
  deps: Dependencies,
  tx: Transaction,
  token: string,
  answer: OfferAnswer,
): Promise<{ childId: string; isNew: boolean }> {
  // Who it is about is known before the lock, how it stands only under it.
  const before = await findLink(deps, tx, token)
  const enrolment = await lockEnrolment(deps, tx, holderOf(before), before.enrolmentId, 'guardian')
  const row = await findLink(deps, tx, token)
  const state = stateOf(row, deps.clock())
  const said = { accepted: 'yes', agreed: 'yes', declined: 'no' }[String(state)]
  const isRepeated = said === answer && row.answeredBy === row.accountId
  if (isRepeated) return { childId: enrolment.childId, isNew: false }
  const refusal = refusalOf(state, answer)
  if (refusal) throw refusal
  if (answer === 'undo-no') await undoLocked(deps, tx, enrolment, row.accountId)
  else await answerLocked(deps, tx, enrolment, row.accountId, answer === 'yes' ? 'placed' : 'declined')
  return { childId: enrolment.childId, isNew: true }
}

/**
 * Answers an offer by the link in a letter, without signing in. The same answer again by the same person changes nothing; any other
 * finds the link used, until a no is taken back.
 * @throws Problem rate-limited, offer-link-unknown, offer-link-replaced, offer-expired, offer-accepted, offer-declined,
 * offer-gone, offer-withdrawn, offer-cancelled, not-found, young-person-acts, guardian-acts; of taking a no back: status-does-not-allow, undo-used,
 * undo-too-late, already-enrolled
 */
export async function answerByLink(
  deps: Dependencies,
  { token, answer }: { token: string; answer: OfferAnswer },
  network: string,
): Promise<OfferPreview> {
  await countHit(deps, perNetwork, network)
  const { childId, isNew } = await inTransaction(deps.db, (tx) => answerHeld(deps, tx, token, answer))
  if (isNew && answer === 'undo-no') sendOfferLettersSoon(deps)
  else if (isNew) await afterAnswer(deps, childId, answer === 'no' ? 'declined' : 'placed')
  return wire(await findLink(deps, deps.db, token), deps.municipality.timeZone, deps.clock())
}
