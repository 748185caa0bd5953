import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { addDays } from '@portal/shared/schedule/local-time.ts'
import { publishOffering } from './family.ts'
import type { createTestApp } from './test-app.ts'

type TestApp = Awaited<ReturnType<typeof createTestApp>>

/** A notice as its row is. */
export type KeptNotice = {
  kind: string
  childId: string
  reason: string
  facts: Record<string, string | number | null>
}

const west = 'WK079611'

/**
 * The demonstration school with a timetable of its own making (lessons on weekdays until 14:00, from the first day of the year), a
 * guardian's child there that has a place on three Tuesdays from three o'clock, and what tests ask of it.
 */
export async function makeCalendarCity(test: TestApp) {
  const parent = await test.signIn('ouder@demo.example')
  const school = await test.signIn('school@demo.example')
  const me = await test.call('GET', '/me', undefined, school)
  const schoolId = (me.body.schools as { id: string }[])[0]?.id ?? ''
  // Only what the tests make: no pupil of the demonstration city is told anything.
  await test.db.sql`DELETE FROM enrolment_history`
  await test.db.sql`DELETE FROM enrolment`
  await test.db.sql`DELETE FROM timetable WHERE school_id = ${schoolId}`

  const lessonsUntil = (endTime: string) =>
    [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startTime: '08:30', endTime }))
  const publish = async (validFrom: string, endTime: string, more: Record<string, unknown> = {}) => {
    const path = `/schools/${schoolId}/timetables/${validFrom}`
    const answer = await test.call('PUT', path, { lessons: lessonsUntil(endTime), ...more }, school)
    if (answer.status !== 200) throw new Error(`No timetable: ${JSON.stringify(answer.body)}`)
    return answer
  }
  await publish('2026-08-01', '14:00')

  const addChild = async (over: Record<string, unknown> = {}, cookie = parent) => {
    const input = {
      firstName: 'Bo',
      lastName: 'Proef',
      birthDate: '2018-05-01',
      postcode: '5223AB',
      schoolId,
      ...over,
    }
    const answer = await test.call('POST', '/children', input, cookie)
    if (answer.status !== 201) throw new Error(`No child: ${JSON.stringify(answer.body)}`)
    return String(answer.body.id)
  }
  const enrol = async (childId: string, offeringId: string, cookie = parent) => {
    const answer = await test.call('POST', '/enrolments', { childId, offeringId }, cookie)
    if (answer.status !== 201) throw new Error(`Not enrolled: ${JSON.stringify(answer.body)}`)
    return answer.body as { id: string; status: string }
  }
  const tuesdays = [0, 7, 14].map((later) => ({
    date: addDays('2027-01-12', later),
    startTime: '15:00',
    endTime: '16:00',
  }))
  const offer = (title: string, over: Record<string, unknown> = {}) =>
    publishOffering(test, { title, neighbourhoods: [west], sessions: tuesdays, ...over })

  const childId = await addChild()
  const judo = await offer('Judo')
  const enrolmentId = (await enrol(childId, judo)).id

  /** Notices in the order in which they came. */
  const notices = () => test.db.sql<KeptNotice>`
    SELECT kind, child_id AS "childId", reason, facts FROM notice WHERE municipality_id = ${municipalityId} ORDER BY created_at, id`
  const statusOf = async (id = enrolmentId) =>
    (await test.db.sql<{ status: string }>`SELECT status FROM enrolment WHERE id = ${id}`)[0]?.status
  const clashes = async () =>
    (await test.call('GET', `/schools/${schoolId}/clashes`, undefined, school)).body.items as {
      child: { firstName: string }
      offering: { title: string }
      status: string
      refusals: { code: string; facts: Record<string, unknown> }[]
    }[]
  return {
    parent,
    school,
    schoolId,
    childId,
    judo,
    enrolmentId,
    addChild,
    enrol,
    offer,
    publish,
    lessonsUntil,
    notices,
    statusOf,
    clashes,
  }
}
