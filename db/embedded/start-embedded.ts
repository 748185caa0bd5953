import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findBinaries } from './binaries.ts'
import { claimFolder } from './claim-folder.ts'
import { chooseFolder, keepPassword } from './data-folder.ts'
import { type Cluster, makeCluster } from './make-cluster.ts'
import { findPostmaster, forgetStrangers, stopPostmaster } from './postmaster.ts'
import { findUnprivilegedUser, spawnAs } from './unprivileged-user.ts'

export type Embedded = {
  /** Of a database named `portal`. With the password: never log it. */
  url: string
  /** Where the data are: elsewhere than asked when the user who runs PostgreSQL may not enter that folder. */
  folder: string
  /** Ends PostgreSQL within five seconds; calling it again does nothing. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Kept between starts; made when it isn't there. */
  folder: string
  /** For tests: faster, a power cut may lose data, and the folder is removed at the end, however that comes. */
  isTemporary?: boolean
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

/** For one small machine that also runs the portal. */
const settingsFor = (port: number, isTemporary: boolean) => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  // Only TCP, with a password: no socket that a neighbour on the machine could open.
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  random_page_cost: '1.1',
  wal_compression: 'on',
  max_wal_size: '512MB',
  // Nobody copies this database over the network, and two cores are better spent on two people than on one query.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_parallel_workers_per_gather: '0',
  // The log says why PostgreSQL ended, and never what was in a statement.
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  ...(isTemporary ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
})

/**
 * Starts PostgreSQL 18 from its package: as an unprivileged user when we are root, on a free port of the loopback
 * address, with a password (SCRAM) that is made once and kept beside the data, readable by us alone. A postmaster left
 * behind by a `kill -9` is stopped first; a watchdog stops this one however we end.
 * @throws Error with a sentence for the person at the keyboard
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const user = findUnprivilegedUser()
  const isTemporary = options.isTemporary === true
  const folder = chooseFolder(path.resolve(options.folder), user)
  const letGo = await claimFolder(folder)
  try {
    const dataFolder = path.join(folder, 'postgres')
    const orphan = findPostmaster(dataFolder)
    if (orphan && !(await stopPostmaster(orphan)))
      throw new Error(`An earlier PostgreSQL (process ${orphan}) does not stop; end it and start again.`)
    forgetStrangers(dataFolder)

    const binaries = await findBinaries(user)
    const password = keepPassword(folder)
    const cluster = { binaries, user, folder, dataFolder, password, isTemporary }
    makeCluster(cluster)
    const running = await startServer(cluster)
    const { server, watchdog } = running
    return {
      url: running.address('portal'),
      folder,
      async stop() {
        if (server.pid && server.exitCode === null && server.signalCode === null)
          await stopPostmaster(server.pid)
        watchdog.stdin?.destroy()
        letGo()
        if (isTemporary) rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    letGo()
    throw error
  }
}

async function startServer(cluster: Cluster) {
  const { dataFolder, folder, user } = cluster
  const logFile = path.join(folder, 'postgres.log')
  for (let tries = 1; ; tries += 1) {
    const port = await freePort()
    const settings = settingsFor(port, cluster.isTemporary)
    // A file, not a pipe to us: PostgreSQL must be able to write while it outlives us.
    const log = openSync(logFile, 'w', 0o600)
    const server = spawn(
      cluster.binaries.postgres,
      ['-D', dataFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      // Its own process group: Ctrl-C in a terminal reaches us, and we stop it in order.
      { ...spawnAs(user), cwd: dataFolder, detached: true, stdio: ['ignore', 'ignore', log] },
    )
    closeSync(log)
    server.on('error', () => {})
    const watchdog = watchOver(server, dataFolder, cluster.isTemporary ? folder : null)
    const address = (database: string) =>
      `postgres://portal:${cluster.password}@127.0.0.1:${port}/${database}`
    try {
      await waitUntilReady(address('postgres'), server)
      await makeDatabase(address('postgres'))
      return { server, watchdog, address }
    } catch (error) {
      if (server.pid && server.exitCode === null) await stopPostmaster(server.pid)
      watchdog.kill('SIGKILL')
      const complaint = readFileSync(logFile, 'utf8').trim()
      // Somebody took the port between our look and PostgreSQL's.
      if (tries < 3 && complaint.includes('Address already in use')) continue
      throw new Error(`PostgreSQL did not start: ${complaint || (error as Error).message}`, { cause: error })
    }
  }
}

function watchOver(server: ChildProcess, dataFolder: string, temporaryFolder: string | null): ChildProcess {
  const program = fileURLToPath(new URL('./watchdog.ts', import.meta.url))
  const watchdog = spawn(
    process.execPath,
    [program, String(server.pid), dataFolder].concat(temporaryFolder ?? []),
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  watchdog.stdin?.on('error', () => {})
  watchdog.unref()
  server.unref()
  return watchdog
}

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  await client.connect()
  return work(client).finally(() => client.end())
}

/** A minute, since recovery after a power cut takes a while. */
async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (!server.pid || server.exitCode !== null || server.signalCode !== null)
      throw new Error('it ended at once')
    try {
      return await connected(url, async (client) => {
        await client.query('SELECT 1')
      })
    } catch (error) {
      if ((error as { code?: string }).code === '28P01')
        throw new Error('the file database-password does not hold the password of this database')
      await sleep(50)
    }
  }
  throw new Error('it does not answer')
}

const makeDatabase = (url: string) =>
  connected(url, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'portal'")
    if (rows.length === 0) await client.query('CREATE DATABASE portal')
  })
