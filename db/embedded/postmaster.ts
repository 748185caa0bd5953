import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandOf, isAlive } from './processes.ts'

const fileOf = (dataFolder: string) => path.join(dataFolder, 'postmaster.pid')

/** The process number in the file of a data folder, when such a process lives: ours or anybody's. */
function livingNumber(dataFolder: string): number | null {
  if (!existsSync(fileOf(dataFolder))) return null
  const pid = Number(readFileSync(fileOf(dataFolder), 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) ? pid : null
}

/**
 * The postmaster (PostgreSQL's first process) of a data folder, when one lives. A file left behind, also one whose
 * number now belongs to another process, gives null: we never signal a process that we cannot recognise.
 */
export function findPostmaster(dataFolder: string): number | null {
  const pid = livingNumber(dataFolder)
  if (pid === null) return null
  const command = `${commandOf(pid) ?? ''} `
  const folders = [dataFolder, realpathSync(dataFolder)]
  return folders.some((folder) => command.includes(` -D ${folder} `)) ? pid : null
}

/**
 * Removes a file left behind whose number now belongs to a process that is no PostgreSQL at all (after a power cut,
 * numbers are given out anew): PostgreSQL would refuse to start because of it.
 */
export function forgetStrangers(dataFolder: string): void {
  const pid = livingNumber(dataFolder)
  const command = pid === null ? null : commandOf(pid)
  if (command && !command.includes('postgres')) rmSync(fileOf(dataFolder), { force: true })
}

/**
 * Stops a postmaster: a fast shutdown (SIGINT), after 2.5 s an immediate one (SIGQUIT: what was committed is recovered
 * from the log at the next start). Gives up waiting after 5 s.
 * @returns whether it has ended
 */
export async function stopPostmaster(pid: number): Promise<boolean> {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name)
    } catch {
      // It has gone already.
    }
  }
  signal('SIGINT')
  for (let waited = 0; waited < 5000 && isAlive(pid); waited += 25) {
    if (waited === 2500) signal('SIGQUIT')
    await sleep(25)
  }
  return !isAlive(pid)
}
