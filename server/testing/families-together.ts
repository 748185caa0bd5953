import { addDays } from '@portal/shared/schedule/local-time.ts'
import { addAccount, publishOffering } from './family.ts'
import type { createTestApp } from './test-app.ts'

type TestApp = Awaited<ReturnType<typeof createTestApp>>

/** The neighbourhood of all children of these tests. */
const west = 'WK079611'

/** A family that is signed in, with children of eight years without a school: `childIds` in the order of their names. */
export type TestFamily = { cookie: string; email: string; childIds: string[] }

let families = 0

/** Makes an account with children. */
export async function makeFamily(test: TestApp, ...names: string[]): Promise<TestFamily> {
  families += 1
  const email = `samen${families}@demo.example`
  await addAccount(test, email)
  const cookie = await test.signIn(email)
  const childIds: string[] = []
  for (const firstName of names) {
    const made = await test.call(
      'POST',
      '/children',
      { firstName, lastName: `Achternaam${families}`, birthDate: '2018-05-01', postcode: '5223AB' },
      cookie,
    )
    if (made.status !== 201) throw new Error(`No child: ${JSON.stringify(made.body)}`)
    childIds.push(String(made.body.id))
  }
  return { cookie, email, childIds }
}

let days = 0

/** Publishes an offering with so many places, on a day of its own unless one is given. */
export function makeOffering(
  test: TestApp,
  capacity: number,
  over: Record<string, unknown> & { date?: string } = {},
): Promise<string> {
  days += 1
  return publishOffering(test, {
    title: `Proef ${days}`,
    neighbourhoods: [west],
    date: addDays('2027-01-04', days),
    capacity,
    ...over,
  })
}

/** Enrols a child of a family; answers the id and the status. */
export async function enrolIn(
  test: TestApp,
  family: TestFamily,
  offeringId: string,
  child = 0,
): Promise<{ id: string; status: string }> {
  const { status, body } = await test.call(
    'POST',
    '/enrolments',
    { childId: family.childIds[child], offeringId },
    family.cookie,
  )
  if (status !== 201) throw new Error(`Not enrolled: ${JSON.stringify(body)}`)
  return { id: String(body.id), status: String(body.status) }
}

/** Statuses of all enrolments of an offering, in the order of joining. */
export async function statusesOf(test: TestApp, offeringId: string): Promise<string[]> {
  const rows = await test.db.sql<{ status: string }>`
    SELECT status FROM enrolment WHERE offering_id = ${offeringId} ORDER BY joined_number`
  return rows.map(({ status }) => status)
}
