import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type RunningServer = {
  url: string
  process: ChildProcess
  /** One order at a time (see serve.ts). @throws Error when it could not be done, or the process ended meanwhile */
  order(order: 'jobs' | `clock ${number}`): Promise<void>
  stop(): Promise<void>
}

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
  const lines = createInterface(stdout)
  const [port] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => {
      throw new Error('The server under test ended before it listened.')
    }),
  ])
  const asked: ((answer: string) => void)[] = []
  lines.on('line', (line) => asked.shift()?.(line))
  child.once('exit', () => {
    for (const tell of asked.splice(0)) tell('that it ended')
  })
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    async order(order) {
      const answer = new Promise<string>((resolve) => {
        asked.push(resolve)
      })
      stdin.write(`${order}\n`)
      const said = await answer
      if (said !== 'done') throw new Error(`The server under test says to "${order}": ${said}`)
    },
    async stop() {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
      stdin.end()
      await gone
    },
  }
}
