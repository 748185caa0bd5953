import { openDatabase } from '@portal/db/client.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSmtpMailer } from '../mail/smtp-mailer.ts'
import { addAccount, tablesWith } from '../testing/family.ts'
import { startMailServer } from '../testing/mail-server.ts'
import { createTestApp } from '../testing/test-app.ts'
import {
  addSecondGuardian,
  aFamily,
  aFullList,
  aSmallOffering,
  enrol,
  enrolmentOf,
  type WaitingFamily,
  withdraw,
} from '../testing/waiting-family.ts'
import { sendOfferLetters } from './send-offer-letters.ts'
import { serveWaitingLists } from './serve-waiting-lists.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let post: Awaited<ReturnType<typeof startMailServer>>
let number = 0

beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  post = await startMailServer()
  test.deps.mailer = createSmtpMailer(post.url, 'Rijke Schooldag <noreply@demo.example>')
})
afterAll(async () => {
  await test.deps.mailer.close()
  await post.stop()
  await test.drop()
})

const aList = (names: string[], over: Record<string, unknown> = {}) => {
  number += 1
  return aFullList(test, `Schaken ${number}`, names, over)
}
const lettersOf = (family: WaitingFamily) =>
  test.db.sql<{ state: string; tries: number }>`
    SELECT l.state, l.tries FROM offer_letter l JOIN place_offer f ON f.id = l.offer_id
    WHERE f.enrolment_id = ${family.enrolmentId} ORDER BY l.id`

describe('a letter about an offered place', () => {
  it('goes through a mail server to every guardian, after the commit, with a link of their own and no name in its subject', async () => {
    const { holder, waiting } = await aList(['Iris'])
    const [family] = waiting
    const second = await addSecondGuardian(test, family, 'tweede@wachtlijst.example')
    await withdraw(test, holder)
    await expect.poll(() => post.to(family.email).length + post.to(second).length).toBe(2)
    const [one, two] = [post.to(family.email)[0], post.to(second)[0]]
    expect(one?.subject).toBe('Er is een plek vrij. Zeg ja of nee.')
    expect(one?.text).toContain('er is een plek vrij voor Iris bij Schaken 1')
    expect(one?.text).toContain('Wanneer: zaterdag van 10.00 tot 11.00 uur, 16 januari')
    expect(one?.text).toContain('Waar: Gymzaal')
    expect(one?.text).toContain('Zeg ja of nee voor donderdag 26 november om 10.00 uur')
    expect(one?.link).toMatch(/\/plek\?token=[\w-]{43}$/)
    expect(one?.link).not.toBe(two?.link)
    const token = new URL(one?.link ?? '').searchParams.get('token') ?? ''
    expect(await tablesWith(test, token)).toEqual([])
    await expect
      .poll(() => lettersOf(family))
      .toEqual([
        { state: 'sent', tries: 1 },
        { state: 'sent', tries: 1 },
      ])
  })

  it.each([
    ['Zestien', '2010-05-01', 'goes to a young person of 16 who acts alone, and not to the guardians'],
    ['Veertien', '2012-05-01', 'goes to the guardians of a young person of 14, and not to the child'],
  ])('%s (born %s): %s', async (name, birthDate) => {
    const offeringId = await aSmallOffering(test, `Voor de stad, ${name}`, { neighbourhoods: undefined })
    const holder = await aFamily(test, `Houder${name}`, { birthDate })
    await enrol(test, holder, offeringId)
    const family = await aFamily(test, name, { birthDate })
    await enrol(test, family, offeringId)
    const own = `zelf-${name.toLowerCase()}@wachtlijst.example`
    await test.db
      .sql`UPDATE child SET account_id = ${await addAccount(test, own)} WHERE id = ${family.childId}`
    await withdraw(test, holder)
    await sendOfferLetters(test.deps)
    const [to, not] = name === 'Zestien' ? [own, family.email] : [family.email, own]
    await expect.poll(() => post.to(to).length).toBe(1)
    expect(post.to(not)).toEqual([])
  })

  it('says that the place was taken when the family had asked for that, and asks nothing', async () => {
    const { holder, waiting } = await aList(['Noah'])
    const [family] = waiting
    await test.call('PATCH', `/enrolments/${family.enrolmentId}`, { autoAccept: true }, family.cookie)
    await withdraw(test, holder)
    await expect.poll(() => post.to(family.email).length).toBe(1)
    const [letter] = post.to(family.email)
    expect(letter?.subject).toBe('Er was een plek vrij. De plek is geregeld.')
    expect(letter?.text).toContain('Noah heeft een plek bij')
    expect(letter?.link).toMatch(/\/mijn-kinderen$/)
  })

  it('is not sent any more when it was answered before', async () => {
    const { holder, waiting } = await aList(['Vlug'])
    const [family] = waiting
    // The mailer tries twice by itself.
    post.refuse(2)
    await withdraw(test, holder)
    await expect.poll(() => post.refused(), { timeout: 8000 }).toBe(0)
    await test.call('POST', `/enrolments/${family.enrolmentId}/acceptance`, undefined, family.cookie)
    test.setClock('2026-11-24T09:10:00Z')
    await sendOfferLetters(test.deps)
    test.setClock('2026-11-24T09:00:00Z')
    expect(await lettersOf(family)).toEqual([{ state: 'dropped', tries: 2 }])
    expect(post.to(family.email)).toEqual([])
  })
})

describe('after a crash', () => {
  /** Offers places as a process does that dies when it handed its letters to a mail server and heard nothing yet. */
  async function offerAndDie(count: number): Promise<WaitingFamily[]> {
    const families: WaitingFamily[] = []
    for (let index = 0; index < count; index += 1) {
      const { holder, waiting } = await aList([`Dood${number}`])
      await test.db.sql`
        UPDATE enrolment SET status = 'withdrawn', changed_at = now(), change_reason = 'test' WHERE id = ${holder.enrolmentId}`
      families.push(waiting[0])
    }
    const db = openDatabase({ url: test.url, max: 2 })
    const mailer = { send: () => new Promise<void>(() => {}), close: async () => {} }
    await serveWaitingLists({ ...test.deps, db, mailer })
    await expect
      .poll(async () => (await Promise.all(families.map(lettersOf))).flat().map(({ tries }) => tries))
      .toEqual(families.map(() => 1))
    await db.close()
    return families
  }

  it('no letter is lost, and none is sent by two processes that come to it at once', async () => {
    const families = await offerAndDie(3)
    expect(await sendOfferLetters(test.deps)).toBe(0)
    test.setClock('2026-11-24T09:05:01Z')
    const sent = await Promise.all([1, 2, 3, 4].map(() => sendOfferLetters(test.deps)))
    test.setClock('2026-11-24T09:00:00Z')
    expect(sent.reduce((sum, each) => sum + each)).toBe(3)
    for (const family of families) expect(post.to(family.email)).toHaveLength(1)
  })

  it('the link that is sent once more is the same link', async () => {
    const [family] = (await offerAndDie(1)) as [WaitingFamily]
    test.setClock('2026-11-24T09:05:01Z')
    await sendOfferLetters(test.deps)
    // It died after the mail server took the letter, and before it wrote that down; meanwhile there is a newer key.
    await test.db
      .sql`UPDATE offer_letter SET state = 'waiting', sent_at = NULL WHERE try_at > now() OR state = 'sent' AND id IN (
      SELECT l.id FROM offer_letter l JOIN place_offer f ON f.id = l.offer_id WHERE f.enrolment_id = ${family.enrolmentId})`
    test.setClock('2026-11-24T09:10:02Z')
    test.deps.settings.secretKeys.unshift('a newer key of the tests, long enough to sign with')
    await sendOfferLetters(test.deps)
    test.deps.settings.secretKeys.shift()
    test.setClock('2026-11-24T09:00:00Z')
    const links = post.to(family.email).map(({ link }) => link)
    expect(links).toHaveLength(2)
    expect(new Set(links).size).toBe(1)
  })

  it('a mail server that is away is tried again, later and later', async () => {
    const { holder, waiting } = await aList(['Wacht'])
    const [family] = waiting
    // The mailer tries twice by itself.
    post.refuse(2)
    await withdraw(test, holder)
    await expect.poll(() => post.refused(), { timeout: 8000 }).toBe(0)
    expect(await lettersOf(family)).toEqual([{ state: 'waiting', tries: 1 }])
    expect(post.to(family.email)).toHaveLength(0)
    test.setClock('2026-11-24T09:02:00Z')
    expect(await sendOfferLetters(test.deps)).toBe(1)
    expect(post.to(family.email)).toHaveLength(1)
    test.setClock('2026-11-24T09:00:00Z')
    expect(await enrolmentOf(test, family)).toMatchObject({ status: 'offered' })
  })

  it('forgets old letters, and their links with them', async () => {
    test.setClock('2027-03-01T09:00:00Z')
    await sendOfferLetters(test.deps)
    test.setClock('2026-11-24T09:00:00Z')
    const [left] = await test.db.sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM offer_letter WHERE municipality_id = ${municipalityId}`
    expect(left?.count).toBe(0)
  })
})
