import { loadDemonstration } from '@portal/db/seed/demonstration/load-demonstration.ts'
import { loadReference } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase } from '@portal/db/testing/test-database.ts'
import { ageOn } from '@portal/shared/eligibility/age.ts'
import { describe, expect, it } from 'vitest'
import { judge } from './enrolments/judge-child.ts'
import { findBrokenPromises } from './testing/find-broken-promises.ts'
import { createTestApp } from './testing/test-app.ts'

type Test = Awaited<ReturnType<typeof createTestApp>>

const days = {
  'an ordinary day': '2026-11-24',
  'the Christmas holidays': '2026-12-23',
  'the summer holidays': '2027-07-28',
  'the first day of school': '2026-08-24',
  'the last day before summer': '2027-07-23',
  'the 29th of February': '2028-02-29',
  'the night the clock goes forward': '2027-03-28',
  'the night the clock goes back': '2026-10-25',
}

/** Every enrolment that has a place or waits, as the rules see it on the day before everything began. */
async function refusalsOfStanding(test: Test, status: string): Promise<string[]> {
  const rows = await test.db.sql<{ childId: string; offeringId: string; title: string }>`
    SELECT e.child_id AS "childId", e.offering_id AS "offeringId", a.title FROM enrolment e
    JOIN offering o ON o.id = e.offering_id JOIN activity a ON a.id = o.activity_id WHERE e.status = ${status}`
  expect(rows.length).toBeGreaterThan(0)
  const before = new Date(test.deps.clock().getTime() - 90 * 86_400_000)
  const questions = rows.map((row) => ({ ...row, accountId: row.childId, schoolIds: [] }))
  const found = await judge(test.db, test.deps.municipality, questions, before)
  return found.flatMap((each, index) =>
    [...(each?.eligibility ?? []), ...(each?.clashes ?? [])].map(
      ({ code }) => `${rows[index]?.title} ${rows[index]?.childId}: ${code}`,
    ),
  )
}

/** What a parent finds in the catalogue for a child (by its age and school, with room) that gives it a place. */
async function whatFits(test: Test, email: string, firstName: string): Promise<string[]> {
  const cookie = await test.signIn(email)
  const children = await test.call('GET', '/children', undefined, cookie)
  const child = children.body.items?.find((each) => each.firstName === firstName)
  const age = ageOn(String(child?.birthDate), test.deps.clock().toISOString().slice(0, 10))
  expect(age).toBe({ Sara: 8, Amir: 13, Lotte: 9 }[firstName])
  const list = await test.call(
    'GET',
    `/offerings?school=${child?.schoolId}&age=${age}&free=true&pageSize=100`,
  )
  const titles: string[] = []
  for (const item of list.body.items ?? []) {
    const check = await test.call('POST', `/children/${child?.id}/checks`, { offeringId: item.id }, cookie)
    if (check.body.outcome === 'placed') titles.push(String(item.title))
  }
  return titles
}

describe.each(Object.entries(days))('the demonstration city on %s', (_, today) => {
  it('obeys the rules of the portal, is alive, and has something for the families who try it', async () => {
    const test = await createTestApp(today)
    try {
      expect(await findBrokenPromises(test.db)).toEqual([])
      expect(await refusalsOfStanding(test, 'placed')).toEqual([])

      const [counts] = await test.db.sql<Record<string, number>>`
        SELECT (SELECT count(*)::integer FROM neighbourhood) AS neighbourhoods,
          (SELECT count(*)::integer FROM school) AS schools,
          (SELECT count(*)::integer FROM activity) AS activities,
          count(*)::integer AS offerings,
          count(*) FILTER (WHERE status = 'published' AND last_date >= ${today}::date)::integer AS "toCome",
          count(*) FILTER (WHERE status = 'published' AND capacity - taken BETWEEN 1 AND 2)::integer AS "nearlyFull",
          count(*) FILTER (WHERE status = 'published' AND capacity = taken AND waiting > 0)::integer AS "fullWithList",
          count(*) FILTER (WHERE status = 'published' AND taken * 2 >= capacity)::integer AS "halfFull",
          count(*) FILTER (WHERE slot = 'holiday')::integer AS "inHolidays",
          count(*) FILTER (WHERE slot = 'weekend')::integer AS "inWeekends",
          count(*) FILTER (WHERE cardinality(years) > 0)::integer AS "byYear",
          (SELECT count(DISTINCT offering_id)::integer FROM offering_school) AS "bySchool",
          (SELECT count(*)::integer FROM timetable WHERE status = 'draft' AND valid_from > ${today}::date) AS drafts,
          count(*) FILTER (WHERE session_count = 0)::integer AS "withoutSessions"
        FROM offering`
      expect(counts).toMatchObject({ neighbourhoods: 14, schools: 53, drafts: 1, withoutSessions: 0 })
      const atLeast = (least: Record<string, number>) => {
        for (const [name, count] of Object.entries(least))
          expect(counts?.[name], name).toBeGreaterThanOrEqual(count)
      }
      atLeast({ activities: 55, offerings: 140, toCome: 130, nearlyFull: 8, fullWithList: 4, halfFull: 70 })
      atLeast({ inHolidays: 5, inWeekends: 8, byYear: 5, bySchool: 4 })

      const rounds = await test.db.sql<{ isOpen: boolean; offerings: number }>`
        SELECT closes_at > ${test.deps.clock()} AS "isOpen",
          (SELECT count(*)::integer FROM offering o WHERE o.round_id = r.id) AS offerings
        FROM round r WHERE opens_at < ${test.deps.clock()} AND drawn_at IS NULL ORDER BY 1`
      expect(rounds.map((round) => round.isOpen)).toEqual([false, true])
      for (const round of rounds) expect(round.offerings).toBeGreaterThan(2)

      expect((await whatFits(test, 'ouder@demo.example', 'Sara')).length).toBeGreaterThan(4)
      expect((await whatFits(test, 'ouder@demo.example', 'Amir')).length).toBeGreaterThan(4)
      expect((await whatFits(test, 'ouder2@demo.example', 'Lotte')).length).toBeGreaterThan(3)
    } finally {
      await test.drop()
    }
  })
})

it('passes over children on the list for futsal who took something else at that time, and keeps their turn', async () => {
  const test = await createTestApp()
  try {
    const provider = await test.signIn('aanbieder@demo.example')
    const found = await test.call('GET', '/offerings?q=zaalvoetbal&neighbourhood=WK079611')
    const futsal = found.body.items?.find((item) => item.free === 0)
    const list = () =>
      test.call('GET', `/offerings/${futsal?.id}/participants?pageSize=100`, undefined, provider)
    const waiting = (await list()).body.items?.filter((each) => each.status === 'waitlisted') ?? []
    expect(waiting.length).toBeGreaterThan(4)
    await test.call('PATCH', `/offerings/${futsal?.id}`, { capacity: Number(futsal?.capacity) + 1 }, provider)
    const after = (await list()).body.items ?? []
    expect(after.filter((each) => each.status === 'offered').map((each) => each.enrolmentId)).toEqual([
      waiting[2]?.enrolmentId,
    ])
    expect(after.filter((each) => each.status === 'waitlisted').map((each) => each.enrolmentId)).toEqual(
      waiting.filter((_, index) => index !== 2).map((each) => each.enrolmentId),
    )
  } finally {
    await test.drop()
  }
})

it('is the same city twice on the same day', async () => {
  const contents = async () => {
    const test = await createTestDatabase()
    await loadReference(test.db)
    expect(await loadDemonstration(test.db, { today: '2026-11-24' })).toBe(true)
    expect(await loadDemonstration(test.db, { today: '2026-11-25' })).toBe(false)
    const tables = await test.db.sql<{ name: string; hash: string }>`
      SELECT table_name AS name, md5(query_to_xml(
        'SELECT to_jsonb(t)::text AS x FROM ' || quote_ident(table_name) || ' t ORDER BY 1', false, true, '')::text) AS hash
      FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`
    await test.drop()
    return tables
  }
  const [one, other] = [await contents(), await contents()]
  expect(one.length).toBeGreaterThan(20)
  expect(other).toEqual(one)
})
