type Waiting<Request, Answer> = {
  request: Request
  resolve: (answer: Answer) => void
  reject: (reason: unknown) => void
}

/**
 * Joins requests that come in while a batch is under way into one next batch, at most `atMost` at a time. No timer: a lone
 * request leaves on the next tick, so nobody waits for company. `run` answers each request in the order given; when it
 * rejects, so does every request of that batch, and the next batch goes on.
 */
export function createMicroBatch<Request, Answer>(
  run: (requests: readonly Request[]) => Promise<readonly Answer[]>,
  atMost = 250,
): (request: Request) => Promise<Answer> {
  const waiting: Waiting<Request, Answer>[] = []
  let isRunning = false

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, atMost)
      try {
        const answers = await run(batch.map(({ request }) => request))
        if (answers.length !== batch.length) throw new Error('A batch must answer each of its requests.')
        answers.forEach((answer, index) => {
          batch[index]?.resolve(answer)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
      // First the answers go out and what came in meanwhile is read: it can travel together.
      await new Promise(setImmediate)
    }
    isRunning = false
  }

  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject })
      if (isRunning) return
      isRunning = true
      setImmediate(flush)
    })
}
