import type { Child, ChildPage, Week, WeekDay } from '@portal/shared/families/child.ts'
import { seenHomes } from '@portal/shared/families/homes.ts'
import type { Warning } from '@portal/shared/problem.ts'
import { addDays, timeOf, toLocal, weekdayOf } from '@portal/shared/schedule/local-time.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { dayFinder, readSchedules } from '../timetables/school-schedules.ts'
import { isOfFamily, type Tie, tieOf, whyNotActOf } from './family-tie.ts'

type Row = Pick<
  Child,
  'id' | 'firstName' | 'lastName' | 'birthDate' | 'schoolId' | 'school' | 'groupId' | 'group'
> &
  Tie & {
    postcode: string | null
    postcodeBy: string | null
    neighbourhood: Child['neighbourhood']
    isDoubtful: boolean | null
    secondPostcode: string | null
    secondPostcodeBy: string | null
    secondNeighbourhood: Child['neighbourhood']
    isSecondDoubtful: boolean | null
    total: number
  }

const ownChildren = (deps: Dependencies, actor: Actor) => sql`
  FROM child c
  LEFT JOIN neighbourhood n ON n.municipality_id = c.municipality_id AND n.code = c.neighbourhood_code
  LEFT JOIN neighbourhood n2 ON n2.municipality_id = c.municipality_id AND n2.code = c.second_neighbourhood_code
  LEFT JOIN postcode_area pa ON pa.municipality_id = c.municipality_id AND pa.postcode4 = left(c.postcode, 4)
  LEFT JOIN postcode_area pa2 ON pa2.municipality_id = c.municipality_id AND pa2.postcode4 = left(c.second_postcode, 4)
  LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
  LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
  WHERE c.municipality_id = ${deps.municipality.id} AND ${isOfFamily(actor)}`

const columnsFor = (actor: Actor) => sql`
  c.id, c.first_name AS "firstName", c.last_name AS "lastName",
  c.postcode, c.postcode_by AS "postcodeBy", c.second_postcode AS "secondPostcode", c.second_postcode_by AS "secondPostcodeBy",
  CASE WHEN n.code IS NULL THEN NULL ELSE json_build_object('code', n.code, 'name', n.name) END AS neighbourhood,
  CASE WHEN n2.code IS NULL THEN NULL ELSE json_build_object('code', n2.code, 'name', n2.name) END AS "secondNeighbourhood",
  c.school_id AS "schoolId",
  CASE WHEN s.id IS NULL THEN NULL ELSE json_build_object('id', s.id, 'name', s.name, 'sector', s.sector) END AS school,
  c.group_id AS "groupId",
  CASE WHEN g.id IS NULL THEN NULL ELSE json_build_object('id', g.id, 'name', g.name, 'year', g.year) END AS "group",
  pa.is_doubtful AS "isDoubtful", pa2.is_doubtful AS "isSecondDoubtful", ${tieOf(actor)}, count(*) OVER ()::integer AS total`

/** `5223XB` as people write it. */
const written = (postcode: string) => `${postcode.slice(0, 4)} ${postcode.slice(4)}`

/** A child as this reader may see it: of the homes only theirs (shared/families/homes.ts). */
function wire(deps: Dependencies, actor: Actor, row: Row): Child {
  const homes = [
    {
      postcode: row.postcode,
      by: row.postcodeBy,
      neighbourhood: row.neighbourhood,
      isDoubtful: row.isDoubtful,
    },
    {
      postcode: row.secondPostcode,
      by: row.secondPostcodeBy,
      neighbourhood: row.secondNeighbourhood,
      isDoubtful: row.isSecondDoubtful,
    },
  ].flatMap((home) => (home.postcode === null ? [] : [{ ...home, postcode: home.postcode }]))
  const { seen, hasHidden } = seenHomes(homes, { accountId: actor.accountId })
  const [first, second] = seen
  const warnings: Warning[] = seen
    .filter((home) => home.isDoubtful)
    .map((home) => ({
      code: 'postcode-doubtful',
      detail: 'This postcode spans several neighbourhoods.',
      facts: { neighbourhood: home.neighbourhood?.name ?? null },
    }))
  if (homes.length === 0) warnings.push({ code: 'home-unknown', detail: 'No home is known.', facts: {} })
  if (!row.schoolId) warnings.push({ code: 'school-unknown', detail: 'No school is known.', facts: {} })
  else if (!row.groupId) warnings.push({ code: 'group-unknown', detail: 'No group is known.', facts: {} })
  const reason = whyNotActOf(deps, row)
  return {
    id: row.id,
    firstName: row.firstName,
    lastName: row.lastName,
    birthDate: row.birthDate,
    postcode: first ? written(first.postcode) : null,
    neighbourhood: first?.neighbourhood ?? null,
    secondPostcode: second ? written(second.postcode) : null,
    secondNeighbourhood: second?.neighbourhood ?? null,
    hasHiddenHome: hasHidden,
    schoolId: row.schoolId,
    school: row.school,
    groupId: row.groupId,
    group: row.group,
    isSelf: row.isSelf,
    hasOwnAccount: row.hasOwnAccount,
    whyNotAct: reason === 'not-found' ? null : reason,
    warnings,
  }
}

/** Own children, by birth date; a young person's own record too. */
export async function listChildren(
  deps: Dependencies,
  actor: Actor,
  query: { page: number; pageSize: number },
): Promise<ChildPage> {
  const rows = await deps.db.sql<Row>`
    SELECT ${columnsFor(actor)} ${ownChildren(deps, actor)} ORDER BY c.birth_date, c.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map((row) => wire(deps, actor, row)),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** @throws Problem not-found, also for somebody else's child */
export async function findChild(deps: Dependencies, actor: Actor, id: string): Promise<Child> {
  const [row] = await deps.db
    .sql<Row>`SELECT ${columnsFor(actor)} ${ownChildren(deps, actor)} AND c.id = ${id}`
  if (!row) throw new Problem('not-found')
  return wire(deps, actor, row)
}

/** Monday to Sunday around a date: lessons that really happen, and activities with a place. */
export async function findWeek(
  deps: Dependencies,
  actor: Actor,
  id: string,
  date: string | undefined,
): Promise<Week> {
  const { db, municipality, clock } = deps
  const child = await findChild(deps, actor, id)
  const around = date ?? toLocal(clock(), municipality.timeZone).date
  const monday = addDays(around, 1 - weekdayOf(around))
  const sessions = await db.sql<{
    enrolmentId: string
    offeringId: string
    title: string
    status: string
    startsAt: Date
    endsAt: Date
    place: string
    address: string
    isCancelled: boolean
  }>`
    SELECT e.id AS "enrolmentId", o.id AS "offeringId", a.title, e.status, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
      p.name AS place, p.address, s.cancelled_at IS NOT NULL AS "isCancelled"
    FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN session s ON s.municipality_id = o.municipality_id AND s.offering_id = o.id
    JOIN place p ON p.municipality_id = s.municipality_id AND p.id = s.place_id
    WHERE e.municipality_id = ${municipality.id} AND e.child_id = ${id} AND e.status IN ('placed', 'offered', 'awaiting_consent')
      AND (s.starts_at AT TIME ZONE ${municipality.timeZone})::date BETWEEN ${monday}::date AND ${addDays(monday, 6)}::date
    ORDER BY s.starts_at`
  const schedules = await readSchedules(db, municipality.id, child.schoolId ? [child.schoolId] : [])
  const schedule = schedules.get(child.schoolId ?? '')
  const dayOf = dayFinder(schedule, { year: child.group?.year ?? null, groupId: child.groupId })
  const { timeZone } = municipality
  const localTimes = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => ({
    startTime: timeOf(toLocal(startsAt, timeZone).minutes),
    endTime: timeOf(toLocal(endsAt, timeZone).minutes),
  })
  const days: WeekDay[] = Array.from({ length: 7 }, (_, offset) => {
    const day = addDays(monday, offset)
    const school = dayOf(day)
    const ofDay = sessions.filter((session) => toLocal(session.startsAt, timeZone).date === day)
    return {
      date: day,
      closure: school.closure,
      lessons: school.lessons.map((lesson) => ({
        startTime: timeOf(lesson.start),
        endTime: timeOf(lesson.end),
      })),
      activities: ofDay
        .filter((session) => !session.isCancelled)
        .map(({ startsAt, endsAt, isCancelled: _, ...session }) => ({
          ...session,
          start: startsAt.toISOString(),
          ...localTimes({ startsAt, endsAt }),
        })),
      cancelled: ofDay
        .filter((session) => session.isCancelled)
        .map(({ offeringId, title, ...session }) => ({ offeringId, title, ...localTimes(session) })),
    }
  })
  const warnings: Warning[] = [...child.warnings]
  if (schedule && schedule.versions.length === 0) {
    warnings.push({
      code: 'timetable-unknown',
      detail: 'The school has published no timetable yet.',
      facts: {},
    })
  }
  return { childId: id, monday, days, warnings }
}
