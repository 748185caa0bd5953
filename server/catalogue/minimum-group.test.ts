import { namedId } from '@portal/db/seed/named-id.ts'
import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Letter } from '../mail/mailer.ts'
import { publishOffering } from '../testing/family.ts'
import { createTestApp } from '../testing/test-app.ts'
import { tellProvidersAtRisk } from './tell-providers-at-risk.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let provider: string
const letters: Letter[] = []

beforeAll(async () => {
  test = await createTestApp()
  test.deps.mailer = {
    ...test.deps.mailer,
    send: async (letter) => {
      letters.push(letter)
    },
  }
  provider = await test.signIn('aanbieder@demo.example')
})
afterEach(() => test.setClock('2026-11-24T09:00:00Z'))
afterAll(() => test.drop())

const offer = (over: Record<string, unknown> = {}) =>
  publishOffering(test, { title: 'Toneel', neighbourhoods: ['WK079611'], minimumGroup: 6, ...over })
const offeringNow = async (id: string) =>
  (await test.call('GET', `/offerings/${id}`, undefined, provider)).body as unknown as Offering
const patch = (id: string, body: unknown) => test.call('PATCH', `/offerings/${id}`, body, provider)
const lettersOf = (id: string) => letters.filter(({ text }) => text.includes(id))

describe('the minimum group of an offering', () => {
  it('is public, with the day to decide: a week before the first session, or the one that was named', async () => {
    const id = await offer()
    expect(await offeringNow(id)).toMatchObject({
      minimumGroup: 6,
      decideBy: '2027-01-09',
      runsAnyway: false,
    })
    expect((await patch(id, { decideBy: '2027-01-14' })).body).toMatchObject({ decideBy: '2027-01-14' })
    expect((await patch(id, { decideBy: null })).body).toMatchObject({ decideBy: '2027-01-09' })
    expect((await patch(id, { minimumGroup: null })).body).toMatchObject({
      minimumGroup: null,
      decideBy: null,
    })
  })

  it('is at most the number of places, and is decided on before the first session', async () => {
    const id = await offer()
    for (const [body, pointer] of [
      [{ minimumGroup: 11 }, '/minimumGroup'],
      [{ minimumGroup: 9, capacity: 8 }, '/minimumGroup'],
      [{ capacity: 5 }, '/capacity'],
      [{ decideBy: '2027-01-17' }, '/decideBy'],
    ] as const)
      expect(await patch(id, body), pointer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } })
    expect((await patch(id, { minimumGroup: 5, capacity: 5 })).status).toBe(200)
  })
})

describe('telling a provider that too few children come', () => {
  it('happens from the day to decide on, once, by whatever number of processes', async () => {
    const id = await offer()
    test.setClock('2027-01-08T22:00:00Z')
    await tellProvidersAtRisk(test.deps)
    expect(lettersOf(id)).toEqual([])
    // Midnight in Amsterdam.
    test.setClock('2027-01-08T23:00:00Z')
    await Promise.all(Array.from({ length: 5 }, () => tellProvidersAtRisk(test.deps)))
    await tellProvidersAtRisk(test.deps)
    const owners = await test.db.sql`
      SELECT 1 FROM membership WHERE provider_id = ${namedId('provider', 0)} AND is_owner`
    expect(lettersOf(id)).toHaveLength(owners.length)
    expect(lettersOf(id)[0]?.text).toContain(
      'Er zijn nu 0 kinderen. U hebt gezegd: vanaf 6 kinderen gaat het door.',
    )
    const logged = await test.db.sql<{ by: string | null }>`
      SELECT by_account AS by FROM change_log WHERE verb = 'tell-group-at-risk' AND subject_id = ${id}`
    expect(logged).toEqual([{ by: null }])
  })

  it('happens again when the days or the minimum are changed, not for a word in the text', async () => {
    const id = await offer()
    test.setClock('2027-01-10T09:00:00Z')
    // The session of November is over by then.
    provider = await test.signIn('aanbieder@demo.example')
    await tellProvidersAtRisk(test.deps)
    const once = lettersOf(id).length
    await patch(id, { summary: 'Anders' })
    await tellProvidersAtRisk(test.deps)
    expect(lettersOf(id)).toHaveLength(once)
    await patch(id, { minimumGroup: 5 })
    await tellProvidersAtRisk(test.deps)
    expect(lettersOf(id)).toHaveLength(2 * once)
  })

  it('does not happen for one that runs anyway, has enough children, is a draft, cancelled or begun', async () => {
    const ids = [
      await offer({ title: 'Toch' }),
      await offer({ title: 'Afgelast' }),
      await offer({ title: 'Concept', status: 'draft' }),
      await offer({ title: 'Begonnen', date: '2027-01-09' }),
      await offer({ title: 'Genoeg' }),
    ]
    const [anyway, cancelled, , , enough] = ids
    expect((await patch(anyway ?? '', { runsAnyway: true })).body).toMatchObject({ runsAnyway: true })
    await patch(cancelled ?? '', { status: 'cancelled' })
    await test.db.sql`UPDATE offering SET taken = 6 WHERE id = ${enough}`
    test.setClock('2027-01-10T09:00:00Z')
    await tellProvidersAtRisk(test.deps)
    for (const id of ids) expect(lettersOf(id)).toEqual([])
  })
})
