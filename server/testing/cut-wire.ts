import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A wire to PostgreSQL that tests can cut: at `url` listens what passes everything on to where it leads. */
export type CutWire = {
  url: string
  /** From now on it leads to another server; connections that there are stay with the old one. */
  leadTo(databaseUrl: string): void
  /**
   * From the moment in which a client says a text with `words` (a statement, or its name) nothing that the database answers on that
   * connection comes back, although the database does what it was asked.
   */
  swallowAnswersTo(words: string): void
  /** How many connections fell silent so. */
  swallowed(): number
  close(): Promise<void>
}

/** Opens a wire to the database of an address. */
export async function openCutWire(databaseUrl: string): Promise<CutWire> {
  let target = new URL(databaseUrl)
  let words: string | null = null
  let swallowed = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname)
    let isSilent = false
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        database.destroy()
      })
    }
    client.on('data', (data) => {
      if (words !== null && !isSilent && data.includes(words)) {
        isSilent = true
        swallowed += 1
      }
      database.write(data)
    })
    database.on('data', (data) => {
      if (!isSilent) client.write(data)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    leadTo(other) {
      target = new URL(other)
    },
    swallowAnswersTo(text) {
      words = text
    },
    swallowed: () => swallowed,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
