import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as a mail server received it: the text decoded, and the web address in it. */
export type ReceivedLetter = { to: string; subject: string; text: string; link: string }

/**
 * A mail server of a test, on a port of its own. `refuse`: how many letters from now on it turns away
 * for the moment; `refused`: how many of them are still to come.
 */
export async function startMailServer() {
  const letters: ReceivedLetter[] = []
  let refuses = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let raw = ''
      stream.on('data', (chunk: Buffer) => {
        raw += chunk.toString()
      })
      stream.on('end', () => {
        if (refuses > 0) {
          refuses -= 1
          done(Object.assign(new Error('Try again later.'), { responseCode: 451 }))
          return
        }
        letters.push(...session.envelope.rcptTo.map(({ address }) => read(address, raw)))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    letters,
    to: (email: string) => letters.filter((letter) => letter.to === email),
    refused: () => refuses,
    refuse: (count: number) => {
      refuses = count
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function read(to: string, raw: string): ReceivedLetter {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const text = body.join('\n\n')
  const decoded = /^content-transfer-encoding: quoted-printable/im.test(head)
    ? Buffer.from(
        text
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString()
    : text
  return {
    to,
    subject: /^subject: (.*)$/im.exec(head)?.[1] ?? '',
    text: decoded,
    link: /https?:\/\/\S+/.exec(decoded)?.[0] ?? '',
  }
}
