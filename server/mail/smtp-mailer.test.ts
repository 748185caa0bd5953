import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSmtpMailer } from './smtp-mailer.ts'

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

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve())))
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

const urlOf = () => `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`

it('hands a letter to a real mail server', async () => {
  const mailer = createSmtpMailer(urlOf(), 'Rijke Schooldag <noreply@demo.example>')
  await mailer.send({
    to: 'ouder+kind@voorbeeld.nl',
    subject: 'Uw link',
    text: 'Welkom bij de Rijke Schooldag.',
  })
  await mailer.close()
  expect(received).toHaveLength(1)
  expect(received[0]?.to).toEqual(['ouder+kind@voorbeeld.nl'])
  expect(received[0]?.text).toContain('Welkom bij de Rijke Schooldag.')
})

it('does not let a subject add headers', async () => {
  const mailer = createSmtpMailer(urlOf(), 'noreply@demo.example')
  await mailer
    .send({ to: 'a@voorbeeld.nl', subject: 'Hallo\r\nBcc: b@voorbeeld.nl', text: 'x' })
    .catch(() => {})
  await mailer.close()
  for (const letter of received) {
    expect(letter.to).not.toContain('b@voorbeeld.nl')
    expect(letter.text).not.toMatch(/^Bcc:/m)
  }
})
