/**
 * Outlives the server only to stop PostgreSQL: its standard input is a pipe from the server, which closes however the
 * server ends, `kill -9` included. Argument: the data folder.
 */
import { findPostmaster, stopPostmaster } from './postmaster.ts'

const [dataFolder] = process.argv.slice(2)
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {})
process.stdin.on('error', () => {})
process.stdin.resume()
process.stdin.on('close', async () => {
  const pid = dataFolder ? findPostmaster(dataFolder) : null
  if (pid) await stopPostmaster(pid)
  process.exit(0)
})
