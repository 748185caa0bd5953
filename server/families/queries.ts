import type { Child, ChildPage, Week, WeekDay } from '@portal/shared/families/child.ts'
import type { Warning } from '@portal/shared/problem.ts'
import { addDays, timeOf, toLocal, weekdayOf } from '@portal/shared/schedule/local-time.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { dayFinder, readSchedules } from '../timetables/school-schedules.ts'

type Row = Omit<Child, 'warnings'> & { isDoubtful: boolean | null; total: number }

/** Of child `c`: whose guardian somebody is, or who they are themselves (a young person). */
export const isOfFamily = (actor: Actor) => sql`(c.account_id = ${actor.accountId} OR EXISTS (
  SELECT 1 FROM guardianship u
  WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id AND u.account_id = ${actor.accountId}))`

const ownChildren = (deps: Dependencies, actor: Actor) => sql`
  FROM child c
  LEFT JOIN neighbourhood n ON n.municipality_id = c.municipality_id AND n.code = c.neighbourhood_code
  LEFT JOIN postcode_area pa ON pa.municipality_id = c.municipality_id AND pa.postcode4 = left(c.postcode, 4)
  LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
  LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
  WHERE c.municipality_id = ${deps.municipality.id} AND ${isOfFamily(actor)}`

const columns = sql`
  c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.birth_date AS "birthDate",
  left(c.postcode, 4) || ' ' || right(c.postcode, 2) AS postcode,
  CASE WHEN n.code IS NULL THEN NULL ELSE json_build_object('code', n.code, 'name', n.name) END AS neighbourhood,
  c.school_id AS "schoolId",
  CASE WHEN s.id IS NULL THEN NULL ELSE json_build_object('id', s.id, 'name', s.name, 'sector', s.sector) END AS school,
  c.group_id AS "groupId",
  CASE WHEN g.id IS NULL THEN NULL ELSE json_build_object('id', g.id, 'name', g.name, 'year', g.year) END AS "group",
  pa.is_doubtful AS "isDoubtful", count(*) OVER ()::integer AS total`

function wire({ isDoubtful, total: _, ...child }: Row): Child {
  const warnings: Warning[] = []
  if (isDoubtful) {
    warnings.push({
      code: 'postcode-doubtful',
      detail: 'This postcode spans several neighbourhoods.',
      facts: { neighbourhood: child.neighbourhood?.name ?? null },
    })
  }
  if (!child.schoolId) warnings.push({ code: 'school-unknown', detail: 'No school is known.', facts: {} })
  else if (!child.groupId) warnings.push({ code: 'group-unknown', detail: 'No group is known.', facts: {} })
  return { ...child, warnings }
}

/** Own children, by birth date; a young person's own record too. */
export async function listChildren(
  deps: Dependencies,
  actor: Actor,
  query: { page: number; pageSize: number },
): Promise<ChildPage> {
  const rows = await deps.db.sql<Row>`
    SELECT ${columns} ${ownChildren(deps, actor)} ORDER BY c.birth_date, c.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return { items: rows.map(wire), total: rows[0]?.total ?? 0, page: query.page, pageSize: query.pageSize }
}

/** @throws Problem not-found, also for somebody else's child */
export async function findChild(deps: Dependencies, actor: Actor, id: string): Promise<Child> {
  const [row] = await deps.db.sql<Row>`SELECT ${columns} ${ownChildren(deps, actor)} AND c.id = ${id}`
  if (!row) throw new Problem('not-found')
  return wire(row)
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
  }>`
    SELECT e.id AS "enrolmentId", o.id AS "offeringId", a.title, e.status, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
      p.name AS place, p.address
    FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN session s ON s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
    JOIN place p ON p.municipality_id = s.municipality_id AND p.id = s.place_id
    WHERE e.municipality_id = ${municipality.id} AND e.child_id = ${id} AND e.status IN ('placed', 'offered', 'awaiting_consent')
      AND (s.starts_at AT TIME ZONE ${municipality.timeZone})::date BETWEEN ${monday}::date AND ${addDays(monday, 6)}::date
    ORDER BY s.starts_at`
  const schedules = await readSchedules(db, municipality.id, child.schoolId ? [child.schoolId] : [])
  const schedule = schedules.get(child.schoolId ?? '')
  const dayOf = dayFinder(schedule, { year: child.group?.year ?? null, groupId: child.groupId })
  const days: WeekDay[] = Array.from({ length: 7 }, (_, offset) => {
    const day = addDays(monday, offset)
    const school = dayOf(day)
    return {
      date: day,
      closure: school.closure,
      lessons: school.lessons.map((lesson) => ({
        startTime: timeOf(lesson.start),
        endTime: timeOf(lesson.end),
      })),
      activities: sessions
        .filter((session) => toLocal(session.startsAt, municipality.timeZone).date === day)
        .map(({ startsAt, endsAt, ...session }) => ({
          ...session,
          start: startsAt.toISOString(),
          startTime: timeOf(toLocal(startsAt, municipality.timeZone).minutes),
          endTime: timeOf(toLocal(endsAt, municipality.timeZone).minutes),
        })),
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
