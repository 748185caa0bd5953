import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findBinaries } from './binaries.ts'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import { canReach, findUnprivilegedUser, spawnAs } from './unprivileged-user.ts'

export type Embedded = {
  /** With the password: never log it. */
  url: string
  /** Where the data are; differs from what was asked when that folder cannot be reached by the unprivileged user. */
  folder: string
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Kept between starts. */
  folder: string
  /** False only for tests: faster, and a power cut may lose data. */
  isDurable?: boolean
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const settingsFor = (port: number, isDurable: boolean) => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  // Only TCP, with a password: no socket that a neighbour on the machine could open.
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '128MB',
  wal_compression: 'on',
  log_min_messages: 'fatal',
  ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
})

/**
 * Starts PostgreSQL 18 from its package: as an unprivileged user when we are root, on a free port of the loopback
 * address, with a password (SCRAM) that is made once and kept beside the data, readable by us alone. A postmaster left
 * over by a `kill -9` is stopped first; a watchdog stops this one however we end.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const user = findUnprivilegedUser()
  const asked = path.resolve(options.folder)
  mkdirSync(asked, { recursive: true })
  const elsewhere = path.join(
    tmpdir(),
    `rijke-schooldag-${createHash('sha256').update(asked).digest('hex').slice(0, 12)}`,
  )
  const folder = canReach(user, asked) ? asked : elsewhere
  mkdirSync(folder, { recursive: true })
  const dataFolder = path.join(folder, 'postgres')
  const binaries = await findBinaries(user, elsewhere)

  const passwordFile = path.join(folder, 'database-password')
  if (!existsSync(passwordFile))
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  const password = readFileSync(passwordFile, 'utf8').trim()

  const orphan = findPostmaster(dataFolder)
  if (orphan) await stopPostmaster(orphan)

  if (!existsSync(path.join(dataFolder, 'PG_VERSION')) || !existsSync(path.join(folder, 'initialised'))) {
    // A half-made folder (killed during initdb) is made again: nothing was in it yet.
    rmSync(dataFolder, { recursive: true, force: true })
    mkdirSync(dataFolder, { mode: 0o700 })
    const handOver = path.join(folder, `initial-password-${process.pid}`)
    writeFileSync(handOver, password, { mode: 0o600 })
    if (user) for (const each of [dataFolder, handOver]) chownSync(each, user.uid, user.gid)
    const made = spawnSync(
      binaries.initdb,
      ['-D', dataFolder, '-U', 'portal', '--auth=scram-sha-256', `--pwfile=${handOver}`, '--encoding=UTF8']
        .concat(['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'])
        .concat(options.isDurable === false ? ['--no-sync'] : []),
      { ...spawnAs(user), encoding: 'utf8', cwd: dataFolder },
    )
    rmSync(handOver, { force: true })
    if (made.status !== 0)
      throw new Error(`PostgreSQL could not be set up: ${made.stderr || made.error?.message}`)
    writeFileSync(path.join(folder, 'initialised'), '')
  }
  chmodSync(dataFolder, 0o700)

  const port = await freePort()
  const settings = settingsFor(port, options.isDurable !== false)
  const server: ChildProcess = spawn(
    binaries.postgres,
    ['-D', dataFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Its own process group: Ctrl-C in a terminal reaches us, and we stop it in order.
    { ...spawnAs(user), cwd: dataFolder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let complaint = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000)
  })
  const watchdog = spawn(
    process.execPath,
    [fileURLToPath(new URL('./watchdog.ts', import.meta.url)), dataFolder],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  watchdog.unref()
  server.unref()

  const address = (database: string) => `postgres://portal:${password}@127.0.0.1:${port}/${database}`
  await waitUntilReady(address('postgres'), server, () => complaint)
  await makeDatabase(address('postgres'))

  return {
    url: address('portal'),
    folder,
    async stop() {
      if (server.pid && server.exitCode === null) await stopPostmaster(server.pid)
      watchdog.stdin?.destroy()
    },
  }
}

/** Runs one thing over a connection of its own. */
async function once<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

async function waitUntilReady(url: string, server: ChildProcess, complaint: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${complaint()}`)
    try {
      await once(url, (client) => client.query('SELECT 1'))
      return
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') throw error
      // Starting up, or recovering from a crash: ask again.
      await sleep(50)
    }
  }
  throw new Error(`PostgreSQL did not become ready: ${complaint()}`)
}

const makeDatabase = (url: string) =>
  once(url, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'portal'")
    if (found.rowCount === 0) await client.query('CREATE DATABASE portal')
  })
