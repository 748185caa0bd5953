import type { OfferingClashPage, SchoolClashPage } from '@portal/shared/calendar/clash.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import type { ProviderStatus } from '@portal/shared/providers/provider.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { type JudgedStanding, readStanding, refusalsOf } from './read-standing.ts'

type Page = { page: number; pageSize: number }

/** Those in the way of which something stands, and one page of them. */
function pageOfClashes(deps: Dependencies, standing: readonly JudgedStanding[], { page, pageSize }: Page) {
  const now = deps.clock()
  const all = standing.flatMap((each) => {
    const refusals = refusalsOf(each.status, each.judgement, now)
    return refusals.length > 0 ? [{ ...each, refusals }] : []
  })
  return { shown: all.slice((page - 1) * pageSize, page * pageSize), total: all.length, page, pageSize }
}

type Clash = JudgedStanding & { refusals: Refusal[] }

const wire = ({ enrolmentId, status, offeringId, title, refusals }: Clash) => ({
  enrolmentId,
  status,
  offering: { id: offeringId, title },
  refusals,
})
const childOf = ({ childId, firstName, lastName }: Clash) => ({ id: childId, firstName, lastName })

/**
 * Enrolments of the pupils of an own school that stand and clash, or for which the pupil is not eligible any more: they stay
 * in this list until that is solved. @throws Problem not-found
 */
export async function listSchoolClashes(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  query: Page,
): Promise<SchoolClashPage> {
  holdToOwnSchool(actor, schoolId)
  const { shown, ...page } = pageOfClashes(deps, await readStanding(deps, deps.db, { schoolId }), query)
  const look = { role: 'school', schoolId, what: 'timetable-clash' } as const
  await recordLooks(
    deps,
    deps.db,
    actor,
    look,
    shown.map((clash) => clash.childId),
  )
  return { ...page, items: shown.map((clash) => ({ ...wire(clash), child: childOf(clash) })) }
}

/**
 * The same of an own offering: names only for who may see participants, and who waits only while the organisation is approved. What a
 * child does elsewhere is nothing to tell a provider.
 * @throws Problem not-found, also for another provider's offering and for an organisation that was rejected
 */
export async function listOfferingClashes(
  deps: Dependencies,
  actor: Actor,
  offeringId: string,
  query: Page,
): Promise<OfferingClashPage> {
  const [own] = await deps.db.sql<{ providerId: string; status: ProviderStatus }>`
    SELECT a.provider_id AS "providerId", v.status FROM offering o
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN provider v ON v.municipality_id = a.municipality_id AND v.id = a.provider_id
    WHERE o.municipality_id = ${deps.municipality.id} AND o.id = ${offeringId}
      AND a.provider_id = ANY (${actor.providerIds}::uuid[])`
  if (!own || own.status === 'rejected') throw new Problem('not-found')
  const { providerId } = own
  const whose = { offeringId, isWaitingToo: own.status === 'approved' }
  const standing = (await readStanding(deps, deps.db, whose)).map((each) => ({
    ...each,
    judgement: {
      ...each.judgement,
      clashes: each.judgement.clashes.filter((clash) => clash.facts.otherOfferingId === undefined),
    },
  }))
  const { shown, ...page } = pageOfClashes(deps, standing, query)
  const seesNames = actor.coachedProviderIds.includes(providerId)
  if (seesNames)
    await recordLooks(
      deps,
      deps.db,
      actor,
      { role: 'provider', providerId, what: 'participant' },
      shown.map((clash) => clash.childId),
    )
  return {
    ...page,
    items: shown.map((clash) => ({ ...wire(clash), child: seesNames ? childOf(clash) : null })),
  }
}
