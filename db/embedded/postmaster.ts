import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The postmaster of a data folder, when one lives; a stale file or a reused process number gives null. */
export function findPostmaster(dataFolder: string): number | null {
  const file = path.join(dataFolder, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return null
  try {
    // On Linux we can be sure: the postmaster works in its data folder.
    if (path.resolve(readlinkSync(`/proc/${pid}/cwd`)) !== path.resolve(dataFolder)) return null
  } catch {
    // Elsewhere, or a process we may not look into: the file has to do.
  }
  return pid
}

/** Stops a postmaster: fast shutdown (SIGINT), after 3 s immediate (SIGQUIT; recovered from the log at the next start). */
export async function stopPostmaster(pid: number): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name)
    } catch {
      // It has gone already.
    }
  }
  signal('SIGINT')
  for (let waited = 0; waited < 6000 && isAlive(pid); waited += 25) {
    if (waited === 3000) signal('SIGQUIT')
    await sleep(25)
  }
}
