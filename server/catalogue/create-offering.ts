import { inTransaction } from '@portal/db/transaction.ts'
import type { Offering, OfferingInput } from '@portal/shared/catalogue/offering.ts'
import { newId } from '@portal/shared/ids.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { logChange } from '../log/log-change.ts'
import { holdOwnProvider, holdToApproval } from '../providers/hold-to-approval.ts'
import { checkOffering, lateDecision } from './check-offering.ts'
import { loggedOffering } from './logged-offering.ts'
import { findOffering } from './queries.ts'
import { keepPlace, refuseWrong, writeLinks } from './write-offering.ts'
import { writeSessions } from './write-sessions.ts'

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
    const firstStart = sessions?.[0]?.start
    if (input.decideBy && firstStart && input.decideBy > toLocal(firstStart, deps.municipality.timeZone).date)
      errors.push(lateDecision)
    if (closesAt <= opensAt)
      errors.push({ pointer: '/enrolmentClosesAt', detail: 'Enrolment closes after it opens.' })
    refuseWrong(errors)
    if (!provider) return
    if (input.status === 'published') holdToApproval(deps, provider)
    const placeId = area && (await keepPlace(deps, tx, input.place, area))
    await tx.sql`
      INSERT INTO activity (municipality_id, id, provider_id, title, summary, description, areas)
      VALUES (${m}, ${activityId}, ${provider.id}, ${input.title}, ${input.summary}, ${input.description}, ${input.areas}::text[])`
    await tx.sql`
      INSERT INTO offering (municipality_id, id, activity_id, place_id, status, audience, enrolment_mode, slot, age_min, age_max,
        years, in_school_time, price_cents, capacity, has_waiting_list, minimum_group, decide_by, enrolment_opens_at, enrolment_closes_at,
        changed_at)
      VALUES (${m}, ${id}, ${activityId}, ${placeId}, ${input.status}, ${input.audience}, ${input.enrolmentMode}, ${input.slot},
        ${input.ageMin}, ${input.ageMax}, ${input.years}::smallint[], ${input.inSchoolTime}, ${input.priceCents}, ${input.capacity},
        ${input.hasWaitingList}, ${input.minimumGroup}, ${input.decideBy}, ${opensAt}, ${closesAt}, ${now})`
    await writeLinks(deps, tx, id, input)
    if (placeId && sessions)
      await writeSessions(
        deps,
        tx,
        { id, placeId, keepsCancelled: false },
        sessions.map(({ id: sessionId, start, end }) => ({
          id: sessionId,
          startsAt: start.getTime(),
          endsAt: end.getTime(),
        })),
      )
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
