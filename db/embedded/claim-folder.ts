import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identityOf, isAlive } from './processes.ts'

type Owner = { pid: number; identity: string | null }

function readOwner(file: string): Owner | 'being written' | null {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.endsWith('\n')) return JSON.parse(text) as Owner
    return Date.now() - statSync(file).mtimeMs < 2000 ? 'being written' : null
  } catch {
    return null
  }
}

const lives = (owner: Owner) => isAlive(owner.pid) && identityOf(owner.pid) === owner.identity

/**
 * Makes this process the owner of a folder, so that two portals never fight over one database: the second would take
 * the first's PostgreSQL for one left behind by a crash. A former owner that was killed is replaced at once; one that is
 * still shutting down gets ten seconds.
 * @returns lets go of the folder
 * @throws Error with a sentence for the person at the keyboard when a living process keeps the folder
 */
export async function claimFolder(folder: string, patienceMs = 10_000): Promise<() => void> {
  const file = path.join(folder, 'owner.json')
  const mine = `${JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) })}\n`
  const deadline = Date.now() + patienceMs
  for (let replaced = false; ; ) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 })
      // Of several that found the same dead owner, the last to write stays.
      if (replaced) await sleep(100)
      if (readFileSync(file, 'utf8') === mine) return () => rmSync(file, { force: true })
    } catch (error) {
      if (!['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
    const owner = readOwner(file)
    if (owner === null || (owner !== 'being written' && !lives(owner))) {
      rmSync(file, { force: true })
      replaced = true
      continue
    }
    if (Date.now() >= deadline) {
      const who = owner === 'being written' ? 'Another process' : `Process ${owner.pid}`
      throw new Error(
        `${who} is using the database in ${folder}. Stop it first, or set DATABASE_URL to a database of your own.`,
      )
    }
    await sleep(100)
  }
}
