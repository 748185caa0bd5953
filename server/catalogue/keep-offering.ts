import { inTransaction } from '@portal/db/transaction.ts'
import type { Offering, OfferingPatch } from '@portal/shared/catalogue/offering.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { anyVersion, holdToSeen, type IfMatch } from '../http/etag.ts'
import { Problem } from '../http/problem.ts'
import { lastChange } from '../log/last-change.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { holdProviderOf, holdToApproval } from '../providers/hold-to-approval.ts'
import { offerFreedPlaces } from '../waiting-list/offer-freed-place.ts'
import { sendOfferLettersSoon } from '../waiting-list/send-offer-letters.ts'
import { settlePairsOf } from '../waiting-list/settle-pair.ts'
import { checkOffering, wrongMinimum } from './check-offering.ts'
import { endEnrolments } from './end-enrolments.ts'
import { lockWithSwaps } from './lock-with-swaps.ts'
import { loggedOffering } from './logged-offering.ts'
import { cannotStay, planChange } from './plan-change.ts'
import { findOffering } from './queries.ts'
import { tellOfChange } from './tell-of-change.ts'
import { forgetToldRisk } from './tell-providers-at-risk.ts'
import { keepPlace, refuseWrong, writeLinks } from './write-offering.ts'
import { followSessions, moveSessionsTo, writeSessions } from './write-sessions.ts'

/**
 * Changes an own offering. Lowering capacity below what is taken is refused with the number; raising it serves the waiting
 * list in the same transaction. Cancelling ends the live enrolments, with the reason. Showing one is for an approved organisation.
 * What changes for who comes or waits is told to each child's family. A child that would be in two places at once keeps the change
 * from being made, unless its place here may end (`onClash`).
 * @throws Problem not-found, invalid-input, precondition-failed, changed-meanwhile, capacity-below-taken, capacity-below-held,
 * has-live-enrolments, session-clash,
 * provider-not-approved, vog-expired
 */
export async function changeOffering(
  deps: Dependencies,
  actor: Actor,
  id: string,
  input: OfferingPatch,
  ifMatch: IfMatch = anyVersion,
): Promise<Offering> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const now = deps.clock()
    const provider = input.status === 'published' ? await holdProviderOf(deps, tx, id) : null
    await lockWithSwaps(deps, tx, actor, id)
    const [old] = await tx.sql<
      Record<string, unknown> & {
        activity_id: string
        place_id: string
        place_name: string
        postcode: string
        provider_id: string
        in_school_time: boolean
        capacity: number
        minimum_group: number | null
        decide_by: string | null
        first_date: string | null
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
        o.enrolment_opens_at, o.enrolment_closes_at, o.in_school_time, o.minimum_group, o.decide_by, o.first_date,
        a.provider_id, p.name AS place_name, p.postcode,
        (SELECT count(*)::integer FROM offering_neighbourhood x WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS neighbourhoods,
        (SELECT count(*)::integer FROM enrolment e WHERE e.municipality_id = o.municipality_id AND e.offering_id = o.id
          AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')) AS live
      FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
      JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
      WHERE o.municipality_id = ${m} AND o.id = ${id} AND a.provider_id = ANY (${actor.providerIds}::uuid[])
      FOR NO KEY UPDATE OF o`
    if (!old) throw new Problem('not-found')
    if (!ifMatch.holds(old.version)) {
      const facts = await lastChange(deps, tx, { kind: 'offering', id }, { providerId: old.provider_id })
      holdToSeen(ifMatch, old.version, facts)
    }
    if (input.version !== undefined && input.version !== old.version)
      throw new Problem('changed-meanwhile', { facts: { version: old.version } })
    const before = await loggedOffering(deps, tx, id)
    const checked = await checkOffering(deps, tx, id, input)
    const { errors, area } = checked
    const ageMin = input.ageMin === undefined ? old.age_min : input.ageMin
    const ageMax = input.ageMax === undefined ? old.age_max : input.ageMax
    if (ageMin !== null && ageMax !== null && ageMin > ageMax)
      errors.push({ pointer: '/ageMax', detail: 'The highest age is below the lowest.' })
    const opensAt = input.enrolmentOpensAt ? new Date(input.enrolmentOpensAt) : old.enrolment_opens_at
    const closesAt = input.enrolmentClosesAt ? new Date(input.enrolmentClosesAt) : old.enrolment_closes_at
    if (closesAt <= opensAt)
      errors.push({ pointer: '/enrolmentClosesAt', detail: 'Enrolment closes after it opens.' })
    errors.push(...wrongMinimum(input, old, checked.sessions, deps.municipality.timeZone))
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
    refuseWrong(errors)
    // What is shown already stays so: only something new waits for the team or for a new VOG.
    if (provider && old.status !== 'published') holdToApproval(deps, provider)
    const plan = await planChange(deps, tx, { ...old, id }, input, checked, true)
    const ended = plan.touched.filter(cannotStay)
    if (ended.length > 0 && input.onClash !== 'end')
      throw new Problem('session-clash', {
        detail: `${ended.length} children would be in two places at once; see onClash.`,
        facts: { children: ended.length },
      })
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
        has_waiting_list = coalesce(${input.hasWaitingList ?? null}, has_waiting_list),
        minimum_group = ${input.minimumGroup === undefined ? old.minimum_group : input.minimumGroup},
        decide_by = ${input.decideBy === undefined ? old.decide_by : input.decideBy}::date,
        runs_anyway = coalesce(${input.runsAnyway ?? null}, runs_anyway), enrolment_opens_at = ${opensAt},
        enrolment_closes_at = ${closesAt}, changed_at = ${now}, version = version + 1
      WHERE municipality_id = ${m} AND id = ${id}`
    await writeLinks(deps, tx, id, input)
    const endedIds = ended.map((each) => each.enrolmentId)
    await endEnrolments(deps, tx, actor, id, plan.cancels ? null : endedIds, { reason: input.reason })
    if (plan.sessions) {
      await writeSessions(deps, tx, { id, placeId, keepsCancelled: old.live > 0 }, plan.sessions)
      await followSessions(deps, tx, id)
    } else if (placeId !== old.place_id) await moveSessionsTo(deps, tx, { id, placeId })
    await forgetToldRisk(deps, tx, id, old)
    await tellOfChange(deps, tx, id, plan, new Set(endedIds), input.reason ?? '')
    const changed = changedFields(before, await loggedOffering(deps, tx, id))
    if (Object.keys(changed.after).length > 0)
      await logChange(deps, tx, actor, {
        verb: 'change-offering',
        subjectKind: 'offering',
        subjectId: id,
        before: changed.before,
        after: { ...changed.after, ...(input.reason ? { because: input.reason } : {}) },
      })
    if (!plan.cancels) await settlePairsOf(deps, tx, endedIds)
    await offerFreedPlaces(deps, tx, id, now)
  })
  sendOfferLettersSoon(deps)
  return findOffering(deps, actor, id)
}
