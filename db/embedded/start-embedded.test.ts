import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimFolder } from './claim-folder.ts'
import { findPostmaster } from './postmaster.ts'
import { isAlive } from './processes.ts'
import { type Embedded, startEmbedded } from './start-embedded.ts'
import { findUnprivilegedUser, spawnAs } from './unprivileged-user.ts'

const program = fileURLToPath(new URL('./owner-for-test.ts', import.meta.url))
let folder: string
const owners: ChildProcess[] = []

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portal-embedded-'))
  chmodSync(folder, 0o711)
})
afterAll(async () => {
  for (const owner of owners) owner.kill('SIGKILL')
  await until(() => findPostmaster(dataFolder()) === null)
  rmSync(folder, { recursive: true, force: true })
})

const dataFolder = () => path.join(folder, 'postgres')

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !isTrue(); tries += 1) await sleep(25)
  expect(isTrue()).toBe(true)
}

/** Starts a process that owns the database of the folder; answers when the database does. */
async function startOwner(): Promise<{ owner: ChildProcess; url: string; postmaster: number }> {
  const owner = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  owners.push(owner)
  const [line] = await once(owner.stdout ?? owner, 'data')
  const postmaster = findPostmaster(dataFolder())
  if (postmaster === null) throw new Error('no postmaster was found')
  return { owner, url: String(line).trim(), postmaster }
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return (await client.query(text).finally(() => client.end())).rows
}

const notes = (url: string) => ask(url, 'SELECT text FROM note ORDER BY text')

describe('the embedded database', () => {
  it('keeps what was committed when its owner is killed at once, and leaves no process behind', async () => {
    const first = await startOwner()
    await ask(first.url, 'CREATE TABLE note (text text)')
    await ask(first.url, "INSERT INTO note VALUES ('before the kill')")
    first.owner.kill('SIGKILL')
    await until(() => !isAlive(first.postmaster))

    const second = await startOwner()
    expect(await notes(second.url)).toEqual([{ text: 'before the kill' }])
    second.owner.kill('SIGKILL')
    await until(() => !isAlive(second.postmaster))
  })

  it('is taken over by the next start when owner and watchdog were both killed', async () => {
    const first = await startOwner()
    await ask(first.url, "INSERT INTO note VALUES ('orphaned')")
    for (const pid of childrenOf(first.owner.pid ?? 0))
      if (pid !== first.postmaster) process.kill(pid, 'SIGKILL')
    first.owner.kill('SIGKILL')
    await once(first.owner, 'exit')
    await sleep(300)
    expect(isAlive(first.postmaster)).toBe(true)

    const second = await startOwner()
    expect(second.postmaster).not.toBe(first.postmaster)
    expect(isAlive(first.postmaster)).toBe(false)
    expect(await notes(second.url)).toEqual([{ text: 'before the kill' }, { text: 'orphaned' }])
    second.owner.kill('SIGTERM')
    await until(() => !isAlive(second.postmaster))
  })

  it('keeps what was committed when PostgreSQL itself is killed', async () => {
    const first = await startOwner()
    await ask(first.url, "INSERT INTO note VALUES ('crashed')")
    process.kill(first.postmaster, 'SIGKILL')
    await until(() => !isAlive(first.postmaster))
    first.owner.kill('SIGKILL')

    const second = await startOwner()
    expect(await notes(second.url)).toContainEqual({ text: 'crashed' })
    second.owner.kill('SIGTERM')
    await once(second.owner, 'exit')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order on %s', async (signal) => {
    const { owner, postmaster } = await startOwner()
    owner.kill(signal)
    await once(owner, 'exit')
    expect(isAlive(postmaster)).toBe(false)
    expect(existsSync(path.join(dataFolder(), 'postmaster.pid'))).toBe(false)
    expect(existsSync(path.join(folder, 'owner.json'))).toBe(false)
  })

  it('lets nobody in without the password, which only we can read', async () => {
    const { owner, url } = await startOwner()
    const noPassword = new URL(url)
    noPassword.password = 'guess'
    await expect(ask(noPassword.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    const otherDatabase = new URL(noPassword)
    otherDatabase.pathname = '/postgres'
    await expect(ask(otherDatabase.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    expect(readFileSync(path.join(dataFolder(), 'pg_hba.conf'), 'utf8')).not.toMatch(/^[^#]*\btrust\b/m)
    expect(statSync(path.join(folder, 'database-password')).mode & 0o777).toBe(0o600)
    expect(await ask(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(await ask(url, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }])
    owner.kill('SIGTERM')
    await once(owner, 'exit')
  })

  it('is not taken for an orphan by a second portal on the same folder', async () => {
    const { owner, url } = await startOwner()
    await expect(claimFolder(folder, 0)).rejects.toThrow(`Process ${owner.pid} is using the database`)
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    owner.kill('SIGTERM')
    await once(owner, 'exit')
  })

  it('writes to disk before it acknowledges', async () => {
    const { owner, url } = await startOwner()
    const settings = await ask(
      url,
      "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')",
    )
    expect(settings.map(({ setting }) => setting)).toEqual(['on', 'on', 'on'])
    owner.kill('SIGTERM')
    await once(owner, 'exit')
  })

  it('starts, and signals nobody, when another process got the number of an old postmaster', async () => {
    const bystander = spawn('sleep', ['60'], {
      ...spawnAs(findUnprivilegedUser()),
      cwd: '/',
      stdio: 'ignore',
    })
    await once(bystander, 'spawn')
    writeFileSync(path.join(dataFolder(), 'postmaster.pid'), `${bystander.pid}\n${dataFolder()}\n`)
    expect(findPostmaster(dataFolder())).toBeNull()
    const { owner } = await startOwner()
    owner.kill('SIGTERM')
    await once(owner, 'exit')
    expect(isAlive(bystander.pid ?? 0)).toBe(true)
    bystander.kill()
  })

  it('leaves nothing of a temporary database', async () => {
    const temporary = path.join(folder, 'temporary')
    let embedded: Embedded | null = await startEmbedded({ folder: temporary, isTemporary: true })
    await ask(
      embedded.url,
      'CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent',
    )
    await embedded.stop()
    await embedded.stop()
    embedded = null
    // Whoever comes last, we or the watchdog, takes the folder away.
    await expect.poll(() => existsSync(temporary), { timeout: 10_000 }).toBe(false)
  })
})

/** Direct children, from /proc, so that the test runs where ps is missing. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
}
