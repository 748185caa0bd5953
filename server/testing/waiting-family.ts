import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { addAccount, publishOffering } from './family.ts'
import type { createTestApp } from './test-app.ts'

type TestApp = Awaited<ReturnType<typeof createTestApp>>

/** A family with one child; `enrolmentId` of what it last asked for. */
export type WaitingFamily = {
  email: string
  accountId: string
  cookie: string
  childId: string
  enrolmentId: string
}

const west = 'WK079611'

/** An offering in West on a Saturday, seven weeks ahead, with so many places. */
export const aSmallOffering = (test: TestApp, title: string, over: Record<string, unknown> = {}) =>
  publishOffering(test, { title, neighbourhoods: [west], capacity: 1, ...over })

/** A family of its own: one guardian, one child of eight in West. */
export async function aFamily(
  test: TestApp,
  name: string,
  over: Record<string, unknown> = {},
): Promise<WaitingFamily> {
  const email = `${name.toLowerCase()}@wachtlijst.example`
  const accountId = await addAccount(test, email)
  const cookie = await test.signIn(email)
  const child = { firstName: name, lastName: 'Proef', birthDate: '2018-05-01', postcode: '5223AB', ...over }
  const made = await test.call('POST', '/children', child, cookie)
  if (made.status !== 201) throw new Error(`No child: ${JSON.stringify(made.body)}`)
  return { email, accountId, cookie, childId: String(made.body.id), enrolmentId: '' }
}

/** Enrols the child of a family; answers the status, and keeps the id in the family. */
export async function enrol(
  test: TestApp,
  family: WaitingFamily,
  offeringId: string,
  over: Record<string, unknown> = {},
): Promise<string> {
  const asked = await test.call(
    'POST',
    '/enrolments',
    { childId: family.childId, offeringId, ...over },
    family.cookie,
  )
  if (asked.status !== 201) throw new Error(`Not enrolled: ${JSON.stringify(asked.body)}`)
  family.enrolmentId = String(asked.body.id)
  return String(asked.body.status)
}

/** As the family sees its enrolment. */
export async function enrolmentOf(test: TestApp, family: WaitingFamily) {
  return (await test.call('GET', `/enrolments/${family.enrolmentId}`, undefined, family.cookie)).body
}

export const statusOf = async (test: TestApp, family: WaitingFamily) =>
  String((await enrolmentOf(test, family)).status)

export const withdraw = (test: TestApp, family: WaitingFamily) =>
  test.call('POST', `/enrolments/${family.enrolmentId}/withdrawal`, undefined, family.cookie)

/** Who holds the only place, and those who wait for it, in order of joining. */
export async function aFullList(
  test: TestApp,
  title: string,
  names: string[],
  over: Record<string, unknown> = {},
) {
  const offeringId = await aSmallOffering(test, title, over)
  const holder = await aFamily(test, `Eerste${newId().slice(-6)}`)
  await enrol(test, holder, offeringId)
  const waiting: WaitingFamily[] = []
  for (const name of names) {
    const family = await aFamily(test, name)
    await enrol(test, family, offeringId)
    waiting.push(family)
  }
  return { offeringId, holder, waiting: waiting as [WaitingFamily, ...WaitingFamily[]] }
}

/** Settles what the municipality lets count, without a page. */
export const settle = (
  test: TestApp,
  over: Partial<{ hours: number; near: number; days: number; rules: string[] }>,
) =>
  test.db.sql`
    UPDATE municipality SET offer_hours = ${over.hours ?? 48}, offer_hours_near = ${over.near ?? 12},
      offer_near_days = ${over.days ?? 3}, priority_rules = ${over.rules ?? []}::text[] WHERE id = ${municipalityId}`

/** Holds places of an offering; the capacity has room for them. */
export async function hold(
  test: TestApp,
  offeringId: string,
  places: number,
  whom: { schoolId: string } | { neighbourhoodCode: string },
): Promise<string> {
  const id = newId()
  const schoolId = 'schoolId' in whom ? whom.schoolId : null
  const code = 'neighbourhoodCode' in whom ? whom.neighbourhoodCode : null
  await test.db.sql`
    INSERT INTO place_hold (municipality_id, id, offering_id, kind, school_id, neighbourhood_code, places, until, created_at)
    VALUES (${municipalityId}, ${id}, ${offeringId}, ${schoolId ? 'school' : 'neighbourhood'}, ${schoolId}::uuid, ${code},
      ${places}, '2027-01-10', ${test.deps.clock()})`
  return id
}

/** A second guardian of the child of a family. */
export async function addSecondGuardian(
  test: TestApp,
  family: WaitingFamily,
  email: string,
): Promise<string> {
  await addAccount(test, email)
  await test.db.sql`
    INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
    VALUES (${municipalityId}, ${namedId('account', email)}, ${family.childId}, now())`
  return email
}
