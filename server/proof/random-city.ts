import type { Database } from '@portal/db/client.ts'
import { loadDemonstration } from '@portal/db/seed/demonstration/load-demonstration.ts'
import { namedId } from '@portal/db/seed/named-id.ts'
import { loadReference, municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import { createSession } from '../http/session.ts'
import { readSettings } from '../settings.ts'
import type { Call } from './call.ts'

/** A family that is signed in. The children of a steady one have no school and are never changed or removed. */
export type RandomFamily = { cookie: string; isSteady: boolean }

export type RandomCity = {
  today: string
  firstDay: string
  families: RandomFamily[]
  provider: string
  school: string
  schoolId: string
  /** Published; of the steady ones only the capacity and what is held is ever changed. */
  steady: string[]
  moving: string[]
}

const west = 'WK079611'
/** How many there are of each. Small, so that much waits and much stands in the way of something else. */
const size = { steady: 8, moving: 8, families: 24, childrenEach: 3 }

/** Three weeks with a session each; two of five weekdays have two offerings at nearly the same hour. */
export const sessionsFrom = (firstDay: string, number: number, minutesLater = 0) =>
  [0, 7, 14].map((days) => ({
    date: addDays(firstDay, days + (number % 5)),
    startTime: `15:${String(15 + minutesLater).padStart(2, '0')}`,
    endTime: number % 2 ? '16:15' : '16:45',
  }))

export const aPupil = (index: number, schoolId: string) => ({
  firstName: 'Proef',
  lastName: 'Kind',
  birthDate: `201${7 + (index % 3)}-05-0${1 + (index % 3)}`,
  postcode: '5223AB',
  schoolId,
  groupId: namedId('group', schoolId, 4 + (index % 3)),
})

/** The demonstration city of today with offerings and families of our own, made through the portal that `call` reaches. */
export async function buildRandomCity(db: Database, call: Call): Promise<RandomCity> {
  const today = toLocal(new Date(), 'Europe/Amsterdam').date
  await loadReference(db)
  await loadDemonstration(db, { today })
  const settings = readSettings({})
  const signIn = async (email: string) => {
    const [account] = await db.sql<{ id: string }>`
      SELECT id FROM account WHERE municipality_id = ${municipalityId} AND email = ${email}`
    if (!account) throw new Error(`No account ${email}`)
    const deps = { db, municipality: { id: municipalityId }, clock: () => new Date(), settings }
    return (await createSession(deps as Parameters<typeof createSession>[0], account.id)).cookie
  }
  const make = async (path: string, body: unknown, cookie: string) => {
    const made = await call('POST', path, body, cookie)
    if (made.status !== 201) throw new Error(`${path}: ${made.status} ${JSON.stringify(made.body)}`)
    return String(made.body.id)
  }
  const provider = await signIn('aanbieder@demo.example')
  const school = await signIn('school@demo.example')
  const me = await call('GET', '/me', undefined, school)
  const schoolId = (me.body.schools as { id: string }[])[0]?.id ?? ''

  // A Monday six weeks ahead: sessions to come, whatever day it is.
  const weekday = (new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7
  const firstDay = addDays(today, 49 - weekday)
  const offer = (number: number) =>
    make(
      '/offerings',
      {
        title: `Proef ${number}`,
        areas: ['sport'],
        audience: 'neighbourhood',
        neighbourhoods: [west],
        place: { name: number % 3 ? 'Gymzaal' : 'Buurthuis', postcode: number % 3 ? '5223AB' : '5224BD' },
        capacity: 1 + (number % 3),
        status: 'published',
        sessions: sessionsFrom(firstDay, number),
      },
      provider,
    )
  const steady: string[] = []
  for (let number = 0; number < size.steady; number += 1) steady.push(await offer(number))
  const moving: string[] = []
  for (let number = 0; number < size.moving; number += 1) moving.push(await offer(number))

  const families: RandomFamily[] = []
  for (let number = 0; number < size.families; number += 1) {
    const email = `proef${number}@demo.example`
    await db.sql`
      INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${newId()}, ${email}, now())`
    const cookie = await signIn(email)
    const isSteady = number % 2 === 0
    for (let index = 0; index < size.childrenEach; index += 1) {
      const { schoolId: _s, groupId: _g, ...child } = aPupil(index, schoolId)
      await make('/children', isSteady ? child : aPupil(index, schoolId), cookie)
    }
    families.push({ cookie, isSteady })
  }
  return { today, firstDay, families, provider, school, schoolId, steady, moving }
}
