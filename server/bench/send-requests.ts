import { connect } from 'node:net'

export type RushAnswers = {
  seconds: number
  /** Milliseconds from sending to the last byte of the answer, one per request. */
  latencies: number[]
  /** How often each status was answered. */
  statuses: Map<number, number>
}

const headEnd = '\r\n\r\n'

/** Bytes of the answer at the front of `text`, or 0 while it is not complete. Bodies are ASCII here. */
function lengthOfAnswer(text: string): number {
  const end = text.indexOf(headEnd)
  if (end < 0) return 0
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1]
  if (length !== undefined) {
    const total = end + headEnd.length + Number(length)
    return text.length >= total ? total : 0
  }
  const last = text.indexOf(`\r\n0${headEnd}`, end)
  return last < 0 ? 0 : last + 3 + headEnd.length
}

/**
 * Sends requests (whole HTTP/1.1 texts) over so many kept connections, each taking the next when it has its answer. Written
 * on bare sockets, because on a small machine a client that costs as much as the server would be what is measured.
 */
export async function sendRequests(
  url: string,
  requests: readonly string[],
  connections: number,
): Promise<RushAnswers> {
  const { hostname, port } = new URL(url)
  const sockets = await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<ReturnType<typeof connect>>((resolve, reject) => {
          const socket = connect(Number(port), hostname, () => resolve(socket))
          socket.setNoDelay(true)
          socket.setEncoding('latin1')
          socket.once('error', reject)
        }),
    ),
  )
  const latencies: number[] = []
  const statuses = new Map<number, number>()
  let next = 0
  const start = performance.now()
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let received = ''
          let sentAt = 0
          const send = () => {
            const request = requests[next]
            next += 1
            if (request === undefined) return resolve()
            sentAt = performance.now()
            socket.write(request)
          }
          socket.on('error', reject)
          socket.on('close', () => reject(new Error('The server closed a connection.')))
          socket.on('data', (chunk: string) => {
            received += chunk
            const length = lengthOfAnswer(received)
            if (length === 0) return
            latencies.push(performance.now() - sentAt)
            const status = Number(received.slice(9, 12))
            statuses.set(status, (statuses.get(status) ?? 0) + 1)
            received = received.slice(length)
            send()
          })
          send()
        }),
    ),
  )
  const seconds = (performance.now() - start) / 1000
  for (const socket of sockets) {
    socket.removeAllListeners('close')
    socket.destroy()
  }
  return { seconds, latencies, statuses }
}
