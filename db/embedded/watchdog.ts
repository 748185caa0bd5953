/**
 * Outlives the server only to stop PostgreSQL: its standard input is a pipe from the server, which closes however the
 * server ends, `kill -9` included. Arguments: the postmaster's process number, its data folder and, for a temporary
 * database, the folder to remove afterwards.
 */
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import { isAlive } from './processes.ts'

const [pidText, dataFolder = '', temporaryFolder] = process.argv.slice(2)
const pid = Number(pidText)

async function cleanUp() {
  // Only this postmaster: by now another server may have started one on the same folder.
  for (let tries = 0; tries < 20 && isAlive(pid); tries += 1) {
    if (findPostmaster(dataFolder) === pid) {
      await stopPostmaster(pid)
      break
    }
    // It may not have written its file yet.
    await sleep(50)
  }
  if (temporaryFolder) rmSync(temporaryFolder, { recursive: true, force: true })
  process.exit(0)
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {})
process.stdin.on('error', () => {})
process.stdin.on('close', cleanUp)
process.stdin.resume()
