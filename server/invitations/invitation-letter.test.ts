import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSmtpMailer } from '../mail/smtp-mailer.ts'
import { createTestApp } from '../testing/test-app.ts'
import { invitationLetter, nameInLetter } from './invitation-letter.ts'

const received: { to: string[]; text: string }[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    let text = ''
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    stream.on('end', () => {
      received.push({ to: session.envelope.rcptTo.map((address) => address.address), text })
      done()
    })
  },
})
let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  test = await createTestApp()
  const { port } = server.server.address() as AddressInfo
  test.deps.mailer = createSmtpMailer(`smtp://127.0.0.1:${port}`, 'Rijke Schooldag <noreply@demo.example>')
})
afterAll(async () => {
  await test.deps.mailer.close()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await test.drop()
})

/** The text of a letter as it went over the wire (quoted-printable). */
const plain = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

const facts = {
  kind: 'guardian' as const,
  email: 'a@voorbeeld.nl',
  isOwner: false,
  maySeeParticipants: false,
  inviter: '',
  about: 'Sara',
  link: 'https://portaal.example/uitnodiging?token=abc',
  municipality: "'s-Hertogenbosch",
  until: 'dinsdag 1 december',
}

describe('the letter of an invitation', () => {
  it('goes to one address by a real mail server, and its link brings the other parent to the child', async () => {
    const mother = await test.signIn('ouder@demo.example')
    await test.db.sql`
      UPDATE account SET name = ${'Fatima\r\nBcc: dief@voorbeeld.nl\r\n\r\nWin op http://kwaad.example'} WHERE email = 'ouder@demo.example'`
    const children = (await test.call('GET', '/children', undefined, mother)).body.items ?? []
    const sara = children.find((child) => child.firstName === 'Sara')
    const path = `/children/${sara?.id}/invitations`
    const cookie = await test.signIn('ouder@demo.example')
    await test.call('POST', path, { email: 'papa@voorbeeld.nl', as: 'guardian' }, cookie)
    await expect.poll(() => received.length).toBe(1)
    const [letter] = received
    expect(letter?.to).toEqual(['papa@voorbeeld.nl'])
    expect(letter?.text).toMatch(/^Subject: Uitnodiging voor Rijke Schooldag\r$/m)
    expect(letter?.text).not.toMatch(/^Bcc:/m)
    const text = plain(letter?.text ?? '')
    expect(text).toContain('Sara')
    expect(text).not.toContain('de Wit')
    expect(text).not.toContain('http://kwaad')
    const links = text.match(/https?:\/\/\S+/g) ?? []
    expect(links).toHaveLength(1)
    const token = new URL(links[0] ?? '').searchParams.get('token')
    const accepted = await test.call('POST', '/invitations/acceptances', { token })
    expect(accepted.status).toBe(201)
    const own = accepted.headers.get('Set-Cookie')?.split(';')[0]
    expect((await test.call('GET', `/children/${sara?.id}`, undefined, own)).status).toBe(200)
  })

  it('cannot be sent to more than one address, nor to a header', async () => {
    const cookie = await test.signIn('ouder@demo.example')
    const [child] = (await test.call('GET', '/children', undefined, cookie)).body.items ?? []
    for (const email of [
      'a@voorbeeld.nl, b@voorbeeld.nl',
      'a@voorbeeld.nl\r\nBcc: b@voorbeeld.nl',
      'Naam <a@voorbeeld.nl>',
    ]) {
      const body = { email, as: 'guardian' }
      const answer = await test.call('POST', `/children/${child?.id}/invitations`, body, cookie)
      expect(answer, email).toMatchObject({ status: 422, body: { code: 'invalid-input' } })
    }
  })

  it('says nothing of an inviter without a name, and what each colleague may do', () => {
    expect(invitationLetter(facts).text).toContain(
      "U bent uitgenodigd: word ouder of verzorger van Sara bij Rijke Schooldag 's-Hertogenbosch.",
    )
    const provider = { ...facts, kind: 'provider' as const, about: 'Judoclub', inviter: 'Jan' }
    expect(invitationLetter(provider).text).toContain('U kunt dan werken aan het aanbod.')
    expect(invitationLetter({ ...provider, maySeeParticipants: true }).text).toContain(
      'U ziet dan welke kinderen meedoen.',
    )
    expect(invitationLetter({ ...provider, isOwner: true }).text).toContain('U wordt beheerder.')
  })

  it('keeps names on one line, without anything that a mail program makes a link of', () => {
    expect(nameInLetter('Fatima\r\n\r\nKlik op https://kwaad.example/pad')).toBe(
      'Fatima Klik op https kwaad. example pad',
    )
    expect(nameInLetter('S.V. De Dommel')).toBe('S. V. De Dommel')
    expect(nameInLetter('Zoë \u202Eevil\u202C  ван')).toBe('Zoë evil ван')
    expect(nameInLetter('x'.repeat(500))).toHaveLength(150)
  })
})
