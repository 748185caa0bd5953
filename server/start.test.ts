import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isAlive } from '@portal/db/embedded/processes.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

/** The real command, as a newcomer gives it. */
const root = fileURLToPath(new URL('..', import.meta.url))
const throughNpx = ['npx', '-y', 'pnpm@10.34.9', 'start']
const directly = [process.execPath, 'server/start.ts']

let folder: string
let started: Run[] = []

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portal-start-'))
  // As root the database runs as somebody else, who must get through.
  chmodSync(folder, 0o711)
})
afterEach(() => {
  // Whatever a failed test left: each run is a process group of its own.
  for (const { process: left } of started) if (left.exitCode === null) killGroup(left)
  started = []
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }))

type Run = { process: ChildProcess; said: () => string; ended: Promise<number | null> }

function run(command: string[], env: Record<string, string>): Run {
  const [program = '', ...rest] = command
  // What the test runner sets for itself is no setting of the portal.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_ENV|TEST$|DATABASE_URL|npm_)/.test(name),
  )
  const child = spawn(program, rest, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // What npx fetched to run the tests it need not ask for again: the network is not what is tried here.
    env: {
      ...Object.fromEntries(own),
      npm_config_prefer_offline: 'true',
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      ...env,
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (said += data))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const found = { process: child, said: () => said, ended }
  started.push(found)
  return found
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function until(
  isTrue: () => boolean | Promise<boolean>,
  seconds: number,
  what: () => string,
): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what()}`)
    await sleep(50)
  }
}

const answers = (url: string) =>
  fetch(`${url}/api/v1/ready`)
    .then((answer) => answer.ok)
    .catch(() => false)
const postmaster = () =>
  Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

async function signIn(url: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json' }
  const email = 'ouder@demo.example'
  await fetch(`${url}/api/v1/sign-in-links`, { method: 'POST', headers, body: JSON.stringify({ email }) })
  const mailbox = await fetch(`${url}/dev/mailbox`, { headers: { Accept: 'application/json' } })
  const { items } = (await mailbox.json()) as { items: { links: string[] }[] }
  const token = new URL(items[0]?.links[0] ?? '').searchParams.get('token')
  const session = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ token }),
  })
  expect(session.status).toBe(201)
  return session.headers.get('Set-Cookie')?.split(';')[0] ?? ''
}

describe('the start command refuses in one clear sentence', () => {
  it('a port that is taken, through npx as well', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { ended, said } = run(throughNpx, { PORT: String(port) })
    expect(await ended).toBe(1)
    expect(said()).toContain(
      `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another with PORT.`,
    )
    expect(said()).not.toMatch(/^\s+at /m)
    taken.close()
  })

  it.each([
    ['DEMO', { DEMO: 'maybe' }, 'DEMO must be "on" or "off", not "maybe".'],
    ['PORT', { PORT: '70000' }, 'PORT must be a number from 1 to 65535, not "70000".'],
    [
      'RATE_LIMITS',
      { RATE_LIMITS: 'off', HOST: '0.0.0.0' },
      'RATE_LIMITS can be off only in demonstration mode (DEMO=on) on a loopback address (HOST).',
    ],
    [
      'PUBLIC_URL',
      { PUBLIC_URL: 'portal' },
      'PUBLIC_URL must be an address such as https://portal.example, without a path.',
    ],
    [
      'SECRET_KEYS',
      { SECRET_KEYS: 'short' },
      'SECRET_KEYS must be keys of at least 32 characters, separated by commas, the newest first.',
    ],
    [
      'DATABASE_URL',
      { DATABASE_URL: 'mysql://geheim@host' },
      'DATABASE_URL must look like postgres://user:password@host:5432/database.',
    ],
  ])('a wrong %s', async (_, env, sentence) => {
    const { ended, said } = run(directly, env)
    expect(await ended).toBe(1)
    expect(said()).toBe(`${sentence}\n`)
  })

  it('a database that cannot be reached, without its password', async () => {
    const url = `postgres://portal:geheim@127.0.0.1:${await freePort()}/portal`
    const { ended, said } = run(directly, {
      PORT: String(await freePort()),
      DATABASE_URL: url,
      DEMO: 'on',
      SECRET_KEYS: 'a key of the tests that is long enough for it',
    })
    expect(await ended).toBe(1)
    expect(said()).toContain(
      'The database of DATABASE_URL cannot be reached or refuses us: check its host, port, name and password.',
    )
    expect(said()).not.toContain('geheim')
    expect(said()).not.toMatch(/^\s+at /m)
  })
})

it('loses nothing when everything is killed at once, and ends within five seconds of a TERM to npx', async () => {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const first = run(throughNpx, { PORT: String(port) })
  await until(
    () => first.said().includes(`Ready: ${url}`),
    60,
    () => `ready, after: ${first.said()}`,
  )
  for (const account of ['ouder@demo.example', 'team@demo.example', `${url}/dev/mailbox`])
    expect(first.said()).toContain(account)

  // A page, one that is not there, and one that tells nothing about how it is made.
  const page = await fetch(url)
  expect(page.status).toBe(200)
  const missing = await fetch(`${url}/nergens`)
  expect(missing.status).toBe(404)
  for (const answer of [page, missing]) {
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/html/)
    expect(answer.headers.get('API-Version')).toMatch(/^\d+\.\d+\.\d+$/)
    expect(answer.headers.get('Content-Security-Policy')).not.toContain('unsafe-inline')
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
  }

  const cookie = await signIn(url)
  const child = { firstName: 'Bewaard', lastName: 'Kind', birthDate: '2018-05-01', postcode: '5223AB' }
  const made = await fetch(`${url}/api/v1/children`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify(child),
  })
  expect(made.status).toBe(201)
  const { id } = (await made.json()) as { id: string }
  killGroup(first.process)
  await first.ended
  await until(
    async () => !(await answers(url)),
    5,
    () => 'nothing answers after a kill',
  )

  const second = run(throughNpx, { PORT: String(port) })
  await until(
    () => second.said().includes(`Ready: ${url}`),
    60,
    () => `ready again, after: ${second.said()}`,
  )
  const kept = await fetch(`${url}/api/v1/children/${id}`, { headers: { Cookie: cookie } })
  expect(await kept.json()).toMatchObject({ firstName: 'Bewaard' })

  const database = postmaster()
  expect(isAlive(database)).toBe(true)
  const start = Date.now()
  second.process.kill('SIGTERM')
  await until(
    async () => !(await answers(url)) && !isAlive(database),
    5,
    () => 'server and database have ended',
  )
  expect(Date.now() - start).toBeLessThan(5000)
})
