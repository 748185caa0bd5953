import type { Queryable } from '@portal/db/client.ts'
import type { OfferingPatch, SessionInput } from '@portal/shared/catalogue/offering.ts'
import { newId } from '@portal/shared/ids.ts'
import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import { sessionTimes } from '@portal/shared/schedule/session.ts'
import type { Dependencies } from '../app-env.ts'
import type { FieldError } from '../http/validate.ts'

/** `isNew`: it named no session that is there. */
export type TimedSession = { id: string; isNew: boolean; start: Date; end: Date }

/** What the fields of an offering come to: null where the field was not sent, or is wrong. */
export type CheckedOffering = {
  errors: FieldError[]
  sessions: TimedSession[] | null
  area: { code: string; latitude: number; longitude: number } | null
}

const hour = 3_600_000
/** The constraint on `session` says the same. */
const longestMs = 16 * hour
/** An offering is planned for this school year or the next few; further away is a slip of the pen. */
const daysBack = 730
const daysAhead = 1095

function timeSession(
  session: SessionInput,
  index: number,
  zone: string,
  today: string,
): TimedSession | FieldError {
  if (session.date < addDays(today, -daysBack) || session.date > addDays(today, daysAhead)) {
    return { pointer: `/sessions/${index}/date`, detail: 'Use a date within three years of today.' }
  }
  const times = sessionTimes(session, zone)
  if ('problem' in times) {
    return times.problem === 'order'
      ? { pointer: `/sessions/${index}/endTime`, detail: 'A session ends after it starts.' }
      : { pointer: `/sessions/${index}/startTime`, detail: 'The clock skips this time on that day.' }
  }
  if (times.end.getTime() - times.start.getTime() > longestMs) {
    return { pointer: `/sessions/${index}/endTime`, detail: 'A session lasts at most 16 hours.' }
  }
  return { id: session.id ?? newId(), isNew: session.id === undefined, ...times }
}

/** Sessions as moments, in order; what cannot be (a time the clock skips, two at once) is named by its place in the list. */
function timeSessions(
  sessions: SessionInput[],
  zone: string,
  today: string,
  errors: FieldError[],
): TimedSession[] {
  const timed: (TimedSession & { index: number })[] = []
  for (const [index, session] of sessions.entries()) {
    const found = timeSession(session, index, zone, today)
    if ('pointer' in found) errors.push(found)
    else timed.push({ ...found, index })
  }
  timed.sort((a, b) => a.start.getTime() - b.start.getTime())
  for (const [at, session] of timed.entries()) {
    const before = timed[at - 1]
    if (before && before.end > session.start) {
      errors.push({ pointer: `/sessions/${session.index}`, detail: 'This session overlaps another one.' })
    }
  }
  return timed
}

/** An id keeps one of the offering's own sessions, once. A new offering has none to keep. */
async function checkIds(
  deps: Dependencies,
  db: Queryable,
  offeringId: string | null,
  sessions: SessionInput[],
  errors: FieldError[],
): Promise<void> {
  const rows = await db.sql<{ id: string }>`
    SELECT id FROM session WHERE municipality_id = ${deps.municipality.id} AND offering_id = ${offeringId}::uuid`
  const left = new Set(rows.map((row) => row.id))
  for (const [index, { id }] of sessions.entries()) {
    if (id !== undefined && !left.delete(id)) {
      errors.push({
        pointer: `/sessions/${index}/id`,
        detail: 'This offering has no such session, or it stands here twice.',
      })
    }
  }
}

async function checkLinks(
  deps: Dependencies,
  db: Queryable,
  input: OfferingPatch,
  errors: FieldError[],
): Promise<void> {
  const { id: municipalityId } = deps.municipality
  const unknown = (codes: string[], found: { id: string }[], field: 'neighbourhood' | 'school') => {
    const known = new Set(found.map((row) => row.id))
    for (const [index, code] of codes.entries()) {
      if (!known.has(code))
        errors.push({ pointer: `/${field}s/${index}`, detail: `There is no such ${field} here.` })
    }
  }
  if (input.neighbourhoods) {
    const found = await db.sql<{ id: string }>`
      SELECT code AS id FROM neighbourhood WHERE municipality_id = ${municipalityId} AND code = ANY (${input.neighbourhoods}::text[])`
    unknown(input.neighbourhoods, found, 'neighbourhood')
  }
  if (input.schools) {
    const found = await db.sql<{ id: string }>`
      SELECT id FROM school WHERE municipality_id = ${municipalityId} AND id = ANY (${input.schools}::uuid[])`
    unknown(input.schools, found, 'school')
  }
}

/** The day on which a provider decides whether it runs lies not after the first session. */
export const lateDecision: FieldError = {
  pointer: '/decideBy',
  detail: 'Decide on the day of the first session at the latest.',
}

/** What is wrong with the minimum of an offering that is changed: beside fields that were not sent. */
export function wrongMinimum(
  input: OfferingPatch,
  old: { capacity: number; minimum_group: number | null; first_date: string | null },
  sessions: readonly TimedSession[] | null,
  timeZone: string,
): FieldError[] {
  const errors: FieldError[] = []
  const least = input.minimumGroup === undefined ? old.minimum_group : input.minimumGroup
  // When both are sent, checkOffering has said it.
  const isSaid = input.minimumGroup !== undefined && input.capacity !== undefined
  if (!isSaid && least !== null && least > (input.capacity ?? old.capacity)) {
    errors.push(
      input.minimumGroup === undefined
        ? { pointer: '/capacity', detail: `It is less than the minimum group of ${least}.` }
        : { pointer: '/minimumGroup', detail: 'It is more than there are places.' },
    )
  }
  const [first] = sessions ?? []
  const firstDate = first ? toLocal(first.start, timeZone).date : old.first_date
  if (input.decideBy && firstDate && input.decideBy > firstDate) errors.push(lateDecision)
  return errors
}

/**
 * Checks what a schema cannot: sessions as moments, places, neighbourhoods and schools that exist. Looks only at the fields
 * that were sent. `offeringId` is null for a new offering.
 */
export async function checkOffering(
  deps: Dependencies,
  db: Queryable,
  offeringId: string | null,
  input: OfferingPatch,
): Promise<CheckedOffering> {
  const errors: FieldError[] = []
  const { id: municipalityId, timeZone } = deps.municipality
  const today = toLocal(deps.clock(), timeZone).date
  const sessions = input.sessions ? timeSessions(input.sessions, timeZone, today, errors) : null
  if (input.sessions) await checkIds(deps, db, offeringId, input.sessions, errors)
  await checkLinks(deps, db, input, errors)
  if (input.minimumGroup && input.capacity !== undefined && input.minimumGroup > input.capacity)
    errors.push({ pointer: '/minimumGroup', detail: 'It is more than there are places.' })
  let area: CheckedOffering['area'] = null
  if (input.place) {
    const [found] = await db.sql<NonNullable<CheckedOffering['area']>>`
      SELECT neighbourhood_code AS code, latitude, longitude FROM postcode_area
      WHERE municipality_id = ${municipalityId} AND postcode4 = ${input.place.postcode.slice(0, 4)}`
    if (found) area = found
    else errors.push({ pointer: '/place/postcode', detail: 'This postcode is not in the municipality.' })
  }
  return { errors, sessions, area }
}
