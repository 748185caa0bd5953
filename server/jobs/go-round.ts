import { isConnectionTrouble } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * Does something for one after another, by their ids. One that fails is logged and holds up no other; the database being away ends
 * the round at once.
 * @param work answers false when another process is at it: then the round is left to that one
 * @returns false when it was left
 * @throws Error after all others were done, when one failed
 */
export async function goRound(
  { log }: Pick<Dependencies, 'log'>,
  ids: readonly string[],
  isStopping: () => boolean,
  work: (id: string) => Promise<boolean>,
): Promise<boolean> {
  let failures = 0
  for (const id of ids) {
    if (isStopping()) break
    try {
      if (!(await work(id))) return false
    } catch (error) {
      if (isConnectionTrouble(error)) throw error
      failures += 1
      log.error({ event: 'round-failed', about: id, err: error })
    }
  }
  if (failures > 0) throw new Error(`${failures} of a round failed`)
  return true
}
