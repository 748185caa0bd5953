import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type RunningServer = { url: string; process: ChildProcess; stop(): Promise<void> }

const portal = fileURLToPath(new URL('./serve.ts', import.meta.url))

/**
 * Starts the portal (or another `program` that prints its port) in a process of its own on an existing, migrated
 * database. Its log goes to `logFile`, or to our own error output.
 */
export async function startServer(
  databaseUrl: string,
  logLevel = 'error',
  logFile: string | null = null,
  program = portal,
): Promise<RunningServer> {
  const log = logFile === null ? null : openSync(logFile, 'a')
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'pipe', log ?? 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DEMO: 'on',
      RATE_LIMITS: 'off',
      LOG_LEVEL: logLevel,
      SECRET_KEYS: 'a key for a server under test that is long enough',
    },
  })
  if (log !== null) closeSync(log)
  const { stdin, stdout } = child
  if (!stdin || !stdout) throw new Error('The server under test has no pipes.')
  const [port] = await Promise.race([
    once(createInterface(stdout), 'line'),
    once(child, 'exit').then(() => {
      throw new Error('The server under test ended before it listened.')
    }),
  ])
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    async stop() {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
      stdin.end()
      await gone
    },
  }
}
