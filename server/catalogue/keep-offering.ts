import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { Offering, OfferingInput, OfferingPatch } from '@portal/shared/catalogue/offering.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { holdOwnProvider, holdProviderOf, holdToApproval } from '../providers/hold-to-approval.ts'
import { offerFreedPlaces } from '../waiting-list/offer-freed-place.ts'
import { sendLettersSoon } from '../waiting-list/send-offer-letters.ts'
import { type CheckedOffering, checkOffering, type TimedSession } from './check-offering.ts'
import { loggedOffering } from './logged-offering.ts'
import { findOffering } from './queries.ts'

/** A place of this name and postcode: the one that is there, else a new one in the area of its postcode. */
async function keepPlace(
  deps: Dependencies,
  tx: Transaction,
  place: OfferingInput['place'],
  area: NonNullable<CheckedOffering['area']>,
): Promise<string> {
  const { id: municipalityId } = deps.municipality
  const [known] = await tx.sql<{ id: string }>`
    SELECT id FROM place WHERE municipality_id = ${municipalityId} AND name = ${place.name} AND postcode = ${place.postcode}
    ORDER BY id LIMIT 1`
  if (known) return known.id
  const id = newId()
  await tx.sql`
    INSERT INTO place (municipality_id, id, name, address, postcode, neighbourhood_code, latitude, longitude)
    VALUES (${municipalityId}, ${id}, ${place.name}, ${place.address}, ${place.postcode}, ${area.code}, ${area.latitude}, ${area.longitude})`
  return id
}

async function writeLinks(
  deps: Dependencies,
  tx: Transaction,
  id: string,
  input: OfferingPatch,
): Promise<void> {
  const { id: m } = deps.municipality
  if (input.neighbourhoods) {
    await tx.sql`DELETE FROM offering_neighbourhood WHERE municipality_id = ${m} AND offering_id = ${id}`
    await tx.sql`INSERT INTO offering_neighbourhood SELECT ${m}, ${id}, code FROM unnest(${input.neighbourhoods}::text[]) AS code`
  }
  if (input.schools) {
    await tx.sql`DELETE FROM offering_school WHERE municipality_id = ${m} AND offering_id = ${id}`
    await tx.sql`INSERT INTO offering_school SELECT ${m}, ${id}, school FROM unnest(${input.schools}::uuid[]) AS school`
  }
}

async function writeSessions(
  deps: Dependencies,
  tx: Transaction,
  id: string,
  placeId: string,
  sessions: TimedSession[],
): Promise<void> {
  const { id: m } = deps.municipality
  await tx.sql`DELETE FROM session WHERE municipality_id = ${m} AND offering_id = ${id}`
  await tx.sql`
    INSERT INTO session (municipality_id, id, offering_id, starts_at, ends_at, place_id)
    SELECT ${m}, s.id, ${id}, s.starts_at, s.ends_at, ${placeId}
    FROM unnest(${sessions.map((s) => s.id)}::uuid[], ${sessions.map((s) => s.start.toISOString())}::timestamptz[],
      ${sessions.map((s) => s.end.toISOString())}::timestamptz[]) AS s (id, starts_at, ends_at)`
  // The children's time follows; one who cannot have both is refused by the database with session-clash.
  await tx.sql`
    UPDATE enrolment e SET busy = o.busy * tstzmultirange(tstzrange(${deps.clock()}, NULL)) FROM offering o
    WHERE e.municipality_id = ${m} AND e.offering_id = ${id} AND o.municipality_id = e.municipality_id AND o.id = e.offering_id
      AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')`
}

const refuse = (errors: CheckedOffering['errors']) => {
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
}

/**
 * Makes an offering (with an activity of its own) for an own organisation: the one that is named, else the first that is approved.
 * A draft can be prepared before approval.
 * @throws Problem invalid-input with every wrong field, provider-not-approved, vog-expired
 */
export async function createOffering(
  deps: Dependencies,
  actor: Actor,
  input: OfferingInput,
): Promise<Offering> {
  const id = newId()
  const now = deps.clock()
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const provider = await holdOwnProvider(deps, tx, actor.providerIds, input.providerId)
    const { errors, sessions, area } = await checkOffering(deps, tx, null, input)
    if (!provider)
      errors.push({ pointer: '/providerId', detail: 'You do not belong to such an organisation.' })
    if (input.status === 'published' && input.sessions.length === 0) {
      errors.push({ pointer: '/sessions', detail: 'A published offering has at least one session.' })
    }
    const activityId = newId()
    const opensAt = input.enrolmentOpensAt ? new Date(input.enrolmentOpensAt) : now
    const closesAt = input.enrolmentClosesAt
      ? new Date(input.enrolmentClosesAt)
      : new Date(
          Math.max(
            opensAt.getTime() + 60_000,
            sessions?.[0]?.start.getTime() ?? now.getTime() + 30 * 86_400_000,
          ),
        )
    if (closesAt <= opensAt)
      errors.push({ pointer: '/enrolmentClosesAt', detail: 'Enrolment closes after it opens.' })
    refuse(errors)
    if (!provider) return
    if (input.status === 'published') holdToApproval(deps, provider)
    const placeId = area && (await keepPlace(deps, tx, input.place, area))
    await tx.sql`
      INSERT INTO activity (municipality_id, id, provider_id, title, summary, description, areas)
      VALUES (${m}, ${activityId}, ${provider.id}, ${input.title}, ${input.summary}, ${input.description}, ${input.areas}::text[])`
    await tx.sql`
      INSERT INTO offering (municipality_id, id, activity_id, place_id, status, audience, enrolment_mode, slot, age_min, age_max,
        years, in_school_time, price_cents, capacity, has_waiting_list, enrolment_opens_at, enrolment_closes_at, changed_at)
      VALUES (${m}, ${id}, ${activityId}, ${placeId}, ${input.status}, ${input.audience}, ${input.enrolmentMode}, ${input.slot},
        ${input.ageMin}, ${input.ageMax}, ${input.years}::smallint[], ${input.inSchoolTime}, ${input.priceCents}, ${input.capacity},
        ${input.hasWaitingList}, ${opensAt}, ${closesAt}, ${now})`
    await writeLinks(deps, tx, id, input)
    if (placeId && sessions) await writeSessions(deps, tx, id, placeId, sessions)
    const after = await loggedOffering(deps, tx, id)
    await logChange(deps, tx, actor, {
      verb: 'create-offering',
      subjectKind: 'offering',
      subjectId: id,
      after,
    })
  })
  return findOffering(deps, actor, id)
}

/**
 * Changes an own offering. Lowering capacity below what is taken is refused with the number; raising it serves the waiting
 * list in the same transaction. Cancelling ends the live enrolments, with the reason. Showing one is for an approved organisation.
 * @throws Problem not-found, invalid-input, changed-meanwhile, capacity-below-taken, capacity-below-held, has-live-enrolments, session-clash,
 * provider-not-approved, vog-expired
 */
export async function changeOffering(
  deps: Dependencies,
  actor: Actor,
  id: string,
  input: OfferingPatch,
): Promise<Offering> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const now = deps.clock()
    const provider = input.status === 'published' ? await holdProviderOf(deps, tx, id) : null
    const [old] = await tx.sql<
      Record<string, unknown> & {
        activity_id: string
        place_id: string
        taken: number
        held: number
        version: number
        status: string
        age_min: number | null
        age_max: number | null
        audience: string
        session_count: number
        enrolment_opens_at: Date
        enrolment_closes_at: Date
        neighbourhoods: number
        live: number
      }
    >`
      SELECT o.activity_id, o.place_id, o.taken, o.held, o.capacity, o.version, o.status, o.age_min, o.age_max, o.audience, o.session_count,
        o.enrolment_opens_at, o.enrolment_closes_at,
        (SELECT count(*)::integer FROM offering_neighbourhood x WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS neighbourhoods,
        (SELECT count(*)::integer FROM enrolment e WHERE e.municipality_id = o.municipality_id AND e.offering_id = o.id
          AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')) AS live
      FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
      WHERE o.municipality_id = ${m} AND o.id = ${id} AND a.provider_id = ANY (${actor.providerIds}::uuid[])
      FOR NO KEY UPDATE OF o`
    if (!old) throw new Problem('not-found')
    if (input.version !== undefined && input.version !== old.version)
      throw new Problem('changed-meanwhile', { facts: { version: old.version } })
    const before = await loggedOffering(deps, tx, id)
    const { errors, sessions, area } = await checkOffering(deps, tx, id, input)
    const ageMin = input.ageMin === undefined ? old.age_min : input.ageMin
    const ageMax = input.ageMax === undefined ? old.age_max : input.ageMax
    if (ageMin !== null && ageMax !== null && ageMin > ageMax)
      errors.push({ pointer: '/ageMax', detail: 'The highest age is below the lowest.' })
    const opensAt = input.enrolmentOpensAt ? new Date(input.enrolmentOpensAt) : old.enrolment_opens_at
    const closesAt = input.enrolmentClosesAt ? new Date(input.enrolmentClosesAt) : old.enrolment_closes_at
    if (closesAt <= opensAt)
      errors.push({ pointer: '/enrolmentClosesAt', detail: 'Enrolment closes after it opens.' })
    const status = input.status ?? old.status
    if (status === 'published' && (input.sessions?.length ?? old.session_count) === 0) {
      errors.push({ pointer: '/sessions', detail: 'A published offering has at least one session.' })
    }
    if (
      (input.audience ?? old.audience) === 'neighbourhood' &&
      (input.neighbourhoods?.length ?? old.neighbourhoods) === 0
    ) {
      errors.push({ pointer: '/neighbourhoods', detail: 'Name at least one neighbourhood.' })
    }
    refuse(errors)
    // What is shown already stays so: only something new waits for the team or for a new VOG.
    if (provider && old.status !== 'published') holdToApproval(deps, provider)
    const placeId = input.place && area ? await keepPlace(deps, tx, input.place, area) : old.place_id
    if (status === 'draft' && old.status !== 'draft' && old.live > 0)
      throw new Problem('has-live-enrolments', { facts: { enrolments: old.live } })
    if (input.capacity !== undefined && input.capacity < old.taken) {
      throw new Problem('capacity-below-taken', {
        detail: `${old.taken} children have a place.`,
        facts: { taken: old.taken, capacity: input.capacity },
      })
    }
    if (input.capacity !== undefined && input.capacity < old.taken + old.held) {
      throw new Problem('capacity-below-held', {
        detail: `${old.taken} children have a place and ${old.held} places are held: release some first.`,
        facts: { taken: old.taken, held: old.held, capacity: input.capacity },
      })
    }
    await tx.sql`
      UPDATE activity SET title = coalesce(${input.title ?? null}, title), summary = coalesce(${input.summary ?? null}, summary),
        description = coalesce(${input.description ?? null}, description), areas = coalesce(${input.areas ?? null}::text[], areas)
      WHERE municipality_id = ${m} AND id = ${old.activity_id}`
    await tx.sql`
      UPDATE offering SET place_id = ${placeId}, status = ${status}, audience = coalesce(${input.audience ?? null}, audience),
        enrolment_mode = coalesce(${input.enrolmentMode ?? null}, enrolment_mode),
        round_id = CASE WHEN ${input.enrolmentMode ?? null}::text IS NULL THEN round_id END,
        slot = coalesce(${input.slot ?? null}, slot), age_min = ${ageMin}, age_max = ${ageMax},
        years = coalesce(${input.years ?? null}::smallint[], years), in_school_time = coalesce(${input.inSchoolTime ?? null}, in_school_time),
        price_cents = coalesce(${input.priceCents ?? null}, price_cents), capacity = coalesce(${input.capacity ?? null}, capacity),
        has_waiting_list = coalesce(${input.hasWaitingList ?? null}, has_waiting_list), enrolment_opens_at = ${opensAt},
        enrolment_closes_at = ${closesAt}, changed_at = ${now}, version = version + 1
      WHERE municipality_id = ${m} AND id = ${id}`
    await writeLinks(deps, tx, id, input)
    if (sessions && placeId) await writeSessions(deps, tx, id, placeId, sessions)
    if (status === 'cancelled' && old.status !== 'cancelled') {
      await tx.sql`
        UPDATE enrolment SET status = 'cancelled', offered_until = NULL, changed_at = ${now}, changed_by = ${actor.accountId},
          change_reason = 'offering cancelled by provider'
        WHERE municipality_id = ${m} AND offering_id = ${id} AND status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')`
    }
    const changed = changedFields(before, await loggedOffering(deps, tx, id))
    if (Object.keys(changed.after).length > 0)
      await logChange(deps, tx, actor, {
        verb: 'change-offering',
        subjectKind: 'offering',
        subjectId: id,
        ...changed,
      })
    await offerFreedPlaces(deps, tx, id, now)
  })
  sendLettersSoon(deps)
  return findOffering(deps, actor, id)
}
