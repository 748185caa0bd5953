import type { OfferingPatch } from '@portal/shared/catalogue/offering.ts'
import type { OfferingChangePreview } from '@portal/shared/catalogue/offering-change.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import type { ProviderStatus } from '@portal/shared/providers/provider.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { checkOffering } from './check-offering.ts'
import { cannotStay, type OldPlan, planChange, type Touched } from './plan-change.ts'
import { localSession } from './tell-of-change.ts'
import { refuseWrong } from './write-offering.ts'

type Old = OldPlan & { provider_id: string; provider_status: ProviderStatus }

/** Which other activity a child does is not for this provider to know: that there is one at that time is enough. */
function withoutOthers({ code, detail, facts }: Refusal): Refusal {
  const { otherOfferingId: _i, otherTitle: _t, otherStart: _s, otherEnd: _e, ...rest } = facts
  return {
    code,
    detail: code === 'session-clash' ? 'The child has another activity then.' : detail,
    facts: rest,
  }
}

async function namesOf(
  deps: Dependencies,
  actor: Actor,
  { provider_id: providerId, provider_status: status }: Old,
  touched: readonly Touched[],
): Promise<OfferingChangePreview['children']> {
  if (!actor.coachedProviderIds.includes(providerId) || status === 'rejected') return null
  const clashing = touched.filter(
    (each) => each.clashes.length > 0 && (each.holdsPlace || status === 'approved'),
  )
  const ids = clashing.map(({ childId }) => childId)
  const names = await deps.db.sql<{ id: string; firstName: string; lastName: string }>`
    SELECT id, first_name AS "firstName", last_name AS "lastName" FROM child
    WHERE municipality_id = ${deps.municipality.id} AND id = ANY (${ids}::uuid[])`
  await recordLooks(deps, deps.db, actor, { role: 'provider', providerId, what: 'participant' }, ids)
  const byId = new Map(names.map((each) => [each.id, each]))
  return clashing
    .flatMap(({ enrolmentId, childId, status: enrolmentStatus, clashes }) => {
      const child = byId.get(childId)
      if (!child) return []
      const { firstName, lastName } = child
      return [
        {
          enrolmentId,
          childId,
          firstName,
          lastName,
          status: enrolmentStatus,
          clashes: clashes.map(withoutOthers),
        },
      ]
    })
    .sort((a, b) => `${a.lastName} ${a.firstName}`.localeCompare(`${b.lastName} ${b.firstName}`))
}

async function countFamilies(deps: Dependencies, touched: readonly Touched[]): Promise<number> {
  const [row] = await deps.db.sql<{ families: number }>`
    SELECT count(DISTINCT coalesce((SELECT min(u.account_id::text) FROM guardianship u
      WHERE u.municipality_id = ${deps.municipality.id} AND u.child_id = id), id::text))::integer AS families
    FROM unnest(${touched.map(({ childId }) => childId)}::uuid[]) AS id`
  return row?.families ?? 0
}

/**
 * What a change of an own offering would do to those who come and wait; nothing is kept. Names are for who may see the children, and
 * are recorded as a look.
 * @throws Problem not-found, invalid-input
 */
export async function previewOfferingChange(
  deps: Dependencies,
  actor: Actor,
  id: string,
  input: OfferingPatch,
): Promise<OfferingChangePreview> {
  const { db, municipality } = deps
  const [old] = await db.sql<Old>`
    SELECT o.id, o.status, o.place_id, o.in_school_time, p.name AS place_name, p.postcode, v.id AS provider_id, v.status AS provider_status
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN provider v ON v.municipality_id = a.municipality_id AND v.id = a.provider_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    WHERE o.municipality_id = ${municipality.id} AND o.id = ${id} AND a.provider_id = ANY (${actor.providerIds}::uuid[])`
  if (!old) throw new Problem('not-found')
  const checked = await checkOffering(deps, db, id, input)
  refuseWrong(checked.errors)
  const { changes, place, cancels, touched } = await planChange(deps, db, old, input, checked, false)
  const having = (code: Refusal['code']) =>
    touched.filter(({ clashes }) => clashes.some((clash) => clash.code === code)).length
  const local = (session: { startsAt: number; endsAt: number }) =>
    localSession(session, municipality.timeZone)
  return {
    sessions: {
      moved: changes.moved.map(({ from, to }) => ({ id: to.id, from: local(from), to: local(to) })),
      added: changes.added.map(local),
      cancelled: changes.cancelled.map(local),
    },
    place,
    cancelsOffering: cancels,
    told: {
      placed: touched.filter(({ holdsPlace }) => holdsPlace).length,
      waiting: touched.filter(({ holdsPlace }) => !holdsPlace).length,
      families: await countFamilies(deps, touched),
    },
    clashing: {
      elsewhere: having('session-clash'),
      lessons: having('lesson-clash'),
      travel: having('travel-clash'),
    },
    wouldEnd: touched.filter(cannotStay).length,
    wantsReason: touched.length > 0,
    children: await namesOf(deps, actor, old, touched),
  }
}
