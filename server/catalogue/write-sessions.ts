import type { Transaction } from '@portal/db/transaction.ts'
import type { TimedSession } from '@portal/shared/catalogue/session-changes.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * Keeps the list of sessions that go on. One that moves keeps its id. One that is no longer in it is removed, or (`keepsCancelled`, for
 * children hang on it) kept as cancelled. What is over and stays as it was keeps its place.
 */
export async function writeSessions(
  { municipality, clock }: Dependencies,
  tx: Transaction,
  offering: { id: string; placeId: string; keepsCancelled: boolean },
  sessions: readonly TimedSession[],
): Promise<void> {
  const m = municipality.id
  const now = clock()
  const ids = sessions.map((session) => session.id)
  const wasThere = await tx.sql<{ id: string; placeId: string; endsAt: Date }>`
    SELECT id, place_id AS "placeId", ends_at AS "endsAt" FROM session
    WHERE municipality_id = ${m} AND offering_id = ${offering.id} AND id = ANY (${ids}::uuid[]) AND ends_at <= ${now}`
  const placeOfOver = new Map(wasThere.map((each) => [`${each.id} ${each.endsAt.getTime()}`, each.placeId]))
  if (offering.keepsCancelled)
    await tx.sql`
      UPDATE session SET cancelled_at = ${now} WHERE municipality_id = ${m} AND offering_id = ${offering.id}
        AND cancelled_at IS NULL AND id <> ALL (${ids}::uuid[])`
  // Written anew under their own ids: two that change places would overlap halfway otherwise.
  await tx.sql`
    DELETE FROM session WHERE municipality_id = ${m} AND offering_id = ${offering.id}
      AND (id = ANY (${ids}::uuid[]) OR cancelled_at IS NULL)`
  await tx.sql`
    INSERT INTO session (municipality_id, id, offering_id, starts_at, ends_at, place_id)
    SELECT ${m}, s.id, ${offering.id}, s.starts_at, s.ends_at, s.place_id
    FROM unnest(${ids}::uuid[], ${sessions.map((s) => new Date(s.startsAt).toISOString())}::timestamptz[],
      ${sessions.map((s) => new Date(s.endsAt).toISOString())}::timestamptz[],
      ${sessions.map((s) => placeOfOver.get(`${s.id} ${s.endsAt}`) ?? offering.placeId)}::uuid[]) AS s (id, starts_at, ends_at, place_id)`
}

/** What is to come is held at another place. */
export async function moveSessionsTo(
  { municipality, clock }: Dependencies,
  tx: Transaction,
  offering: { id: string; placeId: string },
): Promise<void> {
  await tx.sql`
    UPDATE session SET place_id = ${offering.placeId} WHERE municipality_id = ${municipality.id} AND offering_id = ${offering.id}
      AND cancelled_at IS NULL AND ends_at > ${clock()} AND place_id <> ${offering.placeId}`
}

/** The children's time follows the sessions; one who cannot have both is refused by the database with session-clash. */
export async function followSessions(
  { municipality, clock }: Dependencies,
  tx: Transaction,
  offeringId: string,
): Promise<void> {
  // An offer for which the place here would go never has both: it makes way first, and claims again what the place then leaves (0030).
  await tx.sql`
    UPDATE enrolment n SET busy = n.busy - o.busy FROM enrolment e, offering o
    WHERE e.municipality_id = ${municipality.id} AND e.offering_id = ${offeringId} AND n.municipality_id = e.municipality_id
      AND n.gives_up = e.id AND n.status = 'offered' AND o.municipality_id = e.municipality_id AND o.id = e.offering_id`
  await tx.sql`
    UPDATE enrolment e SET busy = o.busy * tstzmultirange(tstzrange(${clock()}, NULL)) FROM offering o
    WHERE e.municipality_id = ${municipality.id} AND e.offering_id = ${offeringId} AND o.municipality_id = e.municipality_id
      AND o.id = e.offering_id AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')`
}
