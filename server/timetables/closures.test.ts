import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let school: string
let path: string
beforeAll(async () => {
  test = await createTestApp()
  school = await test.signIn('school@demo.example')
  const me = await test.call('GET', '/me', undefined, school)
  const [own] = me.body.schools as { id: string }[]
  path = `/schools/${own?.id}/closures`
})
afterAll(() => test.drop())

const studyDay = { kind: 'study-day', name: 'Studiedag', firstDate: '2027-02-10', lastDate: '2027-02-10' }

type Told = { id: string; name: string; isDefault: boolean; applies: boolean; replacesId: string | null }
async function told(): Promise<Told[]> {
  const timetable = await test.call('GET', path.replace('closures', 'timetable'))
  return timetable.body.closures as Told[]
}

/** What the log says about a closure, in order. */
const logged = async (id: unknown) =>
  (
    await test.db.sql<{ verb: string; before: object | null; after: object | null }>`
      SELECT verb, before, after FROM change_log WHERE subject_id = ${id} ORDER BY number`
  ).map(({ verb, before, after }) => [verb, before !== null, after !== null])

describe('a closure of a school', () => {
  it('is added, changed in part and removed, and every step is in the log', async () => {
    const added = await test.call('POST', path, studyDay, school)
    expect(added.status).toBe(201)
    const id = added.body.id
    const changed = await test.call('PATCH', `${path}/${id}`, { name: 'Teamdag' }, school)
    expect(changed).toMatchObject({ status: 200, body: { ...studyDay, name: 'Teamdag', isDefault: false } })
    expect((await told()).find((each) => each.id === id)?.name).toBe('Teamdag')
    expect((await test.call('DELETE', `${path}/${id}`, undefined, school)).status).toBe(204)
    expect((await told()).some((each) => each.id === id)).toBe(false)
    expect(await logged(id)).toEqual([
      ['add-closure', false, true],
      ['change-closure', true, true],
      ['remove-closure', true, false],
    ])
  })

  it('cannot be changed into one that could not be added, and stays as it was', async () => {
    const { body } = await test.call('POST', path, studyDay, school)
    const wrong = async (patch: object) => {
      const answer = await test.call('PATCH', `${path}/${body.id}`, patch, school)
      expect(answer.status).toBe(422)
      return (answer.body.errors as { pointer: string }[]).map((error) => error.pointer)
    }
    expect(await wrong({ lastDate: '2027-02-09' })).toEqual(['/lastDate'])
    expect(await wrong({ kind: 'short-day' })).toEqual(['/lessonsEnd'])
    expect(await wrong({ firstDate: '1900-01-01' })).toContain('/firstDate')
    expect((await told()).find((each) => each.id === body.id)).toMatchObject(studyDay)
  })

  it('takes the place of a holiday of the region, and gives it back', async () => {
    const holiday = (await told()).find((each) => each.isDefault)
    const instead = { ...studyDay, name: 'Toch les', replacesId: holiday?.id, applies: false }
    const { body } = await test.call('POST', path, instead, school)
    const now = await told()
    expect(now.find((each) => each.id === body.id)).toMatchObject({ applies: false, replacesId: holiday?.id })
    await test.call('DELETE', `${path}/${body.id}`, undefined, school)
    expect((await told()).some((each) => each.replacesId === holiday?.id)).toBe(false)
    expect((await told()).some((each) => each.id === holiday?.id)).toBe(true)
  })

  it('of the region is not for a school to change or remove', async () => {
    const holiday = (await told()).find((each) => each.isDefault)
    expect((await test.call('PATCH', `${path}/${holiday?.id}`, { name: 'x' }, school)).status).toBe(404)
    expect((await test.call('DELETE', `${path}/${holiday?.id}`, undefined, school)).status).toBe(404)
  })
})
