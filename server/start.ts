/** The `start` command: everything from nothing to a served portal, in one process. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { serve } from '@hono/node-server'
import { type Database, isConnectionTrouble, openDatabase } from '@portal/db/client.ts'
import { type Embedded, startEmbedded } from '@portal/db/embedded/start-embedded.ts'
import { migrate } from '@portal/db/migrate.ts'
import { demonstrationAccounts } from '@portal/db/seed/demonstration/accounts.ts'
import { loadDemonstration } from '@portal/db/seed/demonstration/load-demonstration.ts'
import { loadReference, municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import { watchAncestors } from './ancestors.ts'
import { createApp } from './app.ts'
import type { Dependencies, Municipality } from './app-env.ts'
import { allJobs } from './jobs/all-jobs.ts'
import { openJobs } from './jobs/open-jobs.ts'
import { createMailer } from './mail/create-mailer.ts'
import { openLog } from './open-log.ts'
import type { Pages } from './pages/pages.ts'
import { readSettings, type Settings } from './settings.ts'
import { SettingsError } from './settings-error.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dataFolder = path.resolve(process.env.DATA_DIR ?? path.join(root, '.data'))
const say = (line: string) => process.stdout.write(`${line}\n`)

class StartError extends Error {}

let embedded: Embedded | null = null
let db: Database | null = null
let closeServer: (() => Promise<void>) | null = null
let stopJobs: (() => Promise<void>) | null = null
let isStopping = false

/** Stops in order: no new requests, those under way (and the jobs) get two seconds, then the database. */
async function stop(code: number): Promise<never> {
  if (isStopping) return new Promise(() => {})
  isStopping = true
  setTimeout(() => process.exit(code), 4800).unref()
  await Promise.all([closeServer?.(), stopJobs?.()]).catch(() => {})
  await Promise.race([db?.close(), new Promise((resolve) => setTimeout(resolve, 1000))]).catch(() => {})
  await embedded?.stop().catch(() => {})
  process.exit(code)
}

async function claimPort(settings: Settings): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `Port ${settings.port} on ${settings.host} is in use. Stop what uses it, or choose another with PORT.`
          : `The portal cannot listen on HOST ${settings.host}, PORT ${settings.port} (${error.code}).`
      reject(new StartError(why))
    })
    probe.listen(settings.port, settings.host, () => probe.close(() => resolve()))
  })
}

/** Newest change among the sources of the pages, in milliseconds. */
function newest(folder: string): number {
  let latest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue
    const full = path.join(folder, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(full) : statSync(full).mtimeMs)
  }
  return latest
}

/** Builds the pages when a source is newer than what was built. */
async function loadPages(): Promise<Pages> {
  const built = path.join(root, 'web/dist/server/entry-server.js')
  const sources = Math.max(newest(path.join(root, 'web')), newest(path.join(root, 'shared')))
  if (!existsSync(built) || statSync(built).mtimeMs < sources) {
    say('Building the pages…')
    const made = spawnSync(process.execPath, [path.join(root, 'web/build.ts')], {
      cwd: path.join(root, 'web'),
      encoding: 'utf8',
    })
    if (made.status !== 0) throw new StartError(`The pages could not be built: ${made.stderr || made.stdout}`)
  }
  const entry = (await import(pathToFileURL(built).href)) as Pick<Pages, 'render'>
  return { render: entry.render, clientFolder: path.join(root, 'web/dist/client') }
}

/** Keys that sign and hash: given, or made once and kept beside the embedded database. */
function withKeys(settings: Settings): Settings {
  if (settings.secretKeys.length > 0) return settings
  const file = path.join(dataFolder, 'secret-keys')
  mkdirSync(dataFolder, { recursive: true })
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600 })
  return { ...settings, secretKeys: readFileSync(file, 'utf8').trim().split(',') }
}

async function openAndFill(
  settings: Settings,
  onTrouble: (error: Error) => void,
): Promise<{ url: string; database: Database; municipality: Municipality }> {
  let url = settings.databaseUrl
  if (!url) {
    say('Starting the database…')
    embedded = await startEmbedded({ folder: dataFolder })
    url = embedded.url
  }
  say('Bringing the database up to date…')
  try {
    await migrate(url)
  } catch (error) {
    const refused =
      settings.databaseUrl &&
      (isConnectionTrouble(error) || /^(28|3D)/.test(String((error as { code?: string }).code)))
    if (refused)
      throw new StartError(
        'The database of DATABASE_URL cannot be reached or refuses us: check its host, port, name and password.',
      )
    throw error
  }
  const database = openDatabase({ url, max: 12, onTrouble })
  db = database
  await loadReference(database)
  const [row] = await database.sql<{
    id: string
    name: string
    timeZone: string
    cyclingKmh: string
    theme: Record<string, string>
  }>`
    SELECT id, name, time_zone AS "timeZone", cycling_kmh AS "cyclingKmh", theme
    FROM municipality WHERE id = ${municipalityId}`
  if (!row) throw new StartError('The database has no municipality.')
  const municipality = { ...row, cyclingKmh: Number(row.cyclingKmh) }
  if (settings.isDemo) {
    say('Filling the demonstration city…')
    await loadDemonstration(database, { today: toLocal(new Date(), municipality.timeZone).date })
  }
  return { url, database, municipality }
}

async function main(): Promise<void> {
  const settings = withKeys(readSettings(process.env))
  const log = await openLog(settings.logLevel)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  watchAncestors(() => void stop(0))
  await claimPort(settings)
  const pages = await loadPages()
  const { url, database, municipality } = await openAndFill(settings, (error) =>
    log.warn({ event: 'connection-lost', err: error }, 'a connection to the database was lost'),
  )
  const mailer = createMailer(settings)
  const deps: Dependencies = { db: database, municipality, clock: () => new Date(), mailer, log, settings }
  const app = createApp(deps, pages)
  stopJobs = openJobs(deps, allJobs, { url }).stop
  const server = serve({ fetch: app.fetch, hostname: settings.host, port: settings.port }, () => {
    say(`\nReady: ${settings.publicUrl}`)
    if (!settings.isDemo) return
    say('\nDemonstration accounts (ask for a link at /inloggen; letters arrive in the local mailbox):')
    for (const account of demonstrationAccounts) say(`  ${account.email.padEnd(26)} ${account.who}`)
    say(`Local mailbox: ${settings.publicUrl}/dev/mailbox\n`)
  })
  server.on('error', (error: NodeJS.ErrnoException) => {
    process.stderr.write(`The portal stopped listening (${error.code}).\n`)
    void stop(1)
  })
  closeServer = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections()
        resolve()
      }, 1500).unref()
      if ('closeIdleConnections' in server) server.closeIdleConnections()
    })
}

main().catch(async (error: unknown) => {
  const isExpected = error instanceof SettingsError || error instanceof StartError
  const text =
    error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error)
  process.stderr.write(`${text}\n`)
  await stop(1)
})
