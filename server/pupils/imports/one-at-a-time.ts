import { Problem } from '../../http/problem.ts'

/** More would hold more memory than one process should; whoever comes then is asked to come back. */
const mostWaiting = 20

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * Does one such work after another in this process: a file of the largest size takes hundreds of megabytes while it is read, and ten
 * schools on one afternoon would take them at once. In between others get their turn.
 * @throws Problem unavailable when too many wait; what `work` throws
 */
export async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= mostWaiting)
    throw new Problem('unavailable', { detail: 'Too many files at once; try again.', retryAfter: 10 })
  waiting += 1
  const mine = last.then(async () => {
    await new Promise(setImmediate)
    return work()
  })
  last = mine.catch(() => {})
  try {
    return await mine
  } finally {
    waiting -= 1
  }
}
