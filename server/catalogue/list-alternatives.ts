import type { Alternatives } from '@portal/shared/catalogue/alternatives.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { judge } from '../enrolments/judge-child.ts'
import { findTie } from '../families/family-tie.ts'
import { Problem } from '../http/problem.ts'
import { aroundOffering, type OfferingRow, offeringColumns, offeringSummary } from './offering-columns.ts'

const most = 10
/** Looked at and judged in one go; where too few of them fit, the next ones are. */
const perPage = 60
const mostPages = 3

type Lost = {
  areas: string[]
  latitude: number
  longitude: number
  weekdays: number[]
  minutes: number | null
}

/** Straight line in metres; good enough to rank by. */
const metresFrom = ({ latitude, longitude }: Lost) => sql`(111320 * sqrt(power(p.latitude - ${latitude}, 2)
  + power((p.longitude - ${longitude}) * cos(radians(${latitude})), 2)))::integer`

/**
 * Offerings in which an own child would have a place at once, instead of one that it lost or may lose: the same kind first, then near in
 * place, weekday and hour. All are judged by the rules of enrolling, in a batch.
 * @throws Problem not-found for somebody else's child, or an offering that is not there or still a draft
 */
export async function listAlternatives(
  deps: Dependencies,
  actor: Actor,
  childId: string,
  offeringId: string | undefined,
): Promise<Alternatives> {
  const { db, municipality } = deps
  const now = deps.clock()
  // First whose child it is: of somebody else's nothing is told, also not what is wrong with the question.
  await findTie(deps, actor, childId)
  if (!offeringId) {
    const detail = 'Name the offering that is lost.'
    throw new Problem('invalid-input', { detail, errors: [{ pointer: 'offeringId', detail }] })
  }
  const [lost] = await db.sql<Lost>`
    SELECT a.areas, p.latitude, p.longitude, o.weekdays, (SELECT (extract(epoch FROM (s.starts_at AT TIME ZONE ${municipality.timeZone})::time) / 60)::integer
      FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id ORDER BY s.starts_at DESC LIMIT 1) AS minutes
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    WHERE o.municipality_id = ${municipality.id} AND o.id = ${offeringId} AND o.status <> 'draft'`
  if (!lost) throw new Problem('not-found')
  const found: OfferingRow[] = []
  for (let page = 0; page < mostPages && found.length < most; page += 1) {
    const candidates = await readCandidates(deps, lost, offeringId, now, page)
    const questions = candidates.map(({ id }) => ({
      childId,
      offeringId: id,
      accountId: actor.accountId,
      schoolIds: [],
    }))
    const judgements = await judge(db, municipality, questions, now)
    found.push(...candidates.filter((_, index) => judgements[index]?.decision.outcome === 'placed'))
    if (candidates.length < perPage) break
  }
  return { items: found.slice(0, most).map((row) => offeringSummary(row, municipality.timeZone)) }
}

/** Published, open, with room for anybody, and still to begin a session; the most like the lost one first. */
async function readCandidates(
  deps: Dependencies,
  lost: Lost,
  offeringId: string,
  now: Date,
  page: number,
): Promise<OfferingRow[]> {
  const { municipality } = deps
  const metres = metresFrom(lost)
  return deps.db.sql<OfferingRow>`
    SELECT ${offeringColumns(metres)} FROM offering o ${aroundOffering(now)}
    WHERE o.municipality_id = ${municipality.id} AND o.status = 'published' AND o.id <> ${offeringId}
      AND o.enrolment_mode = 'direct' AND o.waiting = 0 AND o.taken + o.held < o.capacity
      AND o.enrolment_opens_at <= ${now} AND o.enrolment_closes_at > ${now} AND n.ends_at > ${now}
    ORDER BY cardinality(ARRAY(SELECT unnest(a.areas) INTERSECT SELECT unnest(${lost.areas}::text[]))) = 0,
      round(${metres} / 1000.0) + CASE WHEN o.weekdays && ${lost.weekdays}::smallint[] THEN 0 ELSE 2 END
        + abs(extract(epoch FROM (n.starts_at AT TIME ZONE ${municipality.timeZone})::time) / 60 - ${lost.minutes ?? 900}) / 60,
      o.first_date, o.id
    LIMIT ${perPage} OFFSET ${page * perPage}`
}
