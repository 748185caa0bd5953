import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { openDatabase } from '@portal/db/client.ts'

/** How the bare enrolment is written: three statements in a transaction, or all in one. */
export type Bare = 'transaction' | 'statement'

const clients = 50
const seconds = 3

/** The two tables of the bare enrolment: a counter per offering, and a row per place. */
export const bareTables = `
  CREATE SCHEMA bare;
  CREATE TABLE bare.offering (id integer PRIMARY KEY, taken integer NOT NULL);
  CREATE TABLE bare.enrolment (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), offering integer NOT NULL, child integer NOT NULL);
  INSERT INTO bare.offering SELECT n, 0 FROM generate_series(1, 20) AS n;`

const update = 'UPDATE bare.offering SET taken = taken + 1 WHERE id ='
const insert = 'INSERT INTO bare.enrolment (offering, child)'

const scripts: Record<Bare, string> = {
  transaction: `BEGIN;\n${update} :offering;\n${insert} VALUES (:offering, :child);\nCOMMIT;\n`,
  statement: `WITH counted AS (${update} :offering RETURNING id) ${insert} SELECT id, :child FROM counted;\n`,
}

/** Whether the measuring tool of PostgreSQL itself is on this machine. */
export const hasPgbench = (): boolean => spawnSync('pgbench', ['--version']).status === 0

async function byPgbench(databaseUrl: string, bare: Bare, offerings: number): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'portal-bench-'))
  const script = path.join(folder, 'script.sql')
  writeFileSync(
    script,
    `\\set offering random(1, ${offerings})\n\\set child random(1, 1000000)\n${scripts[bare]}`,
  )
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  try {
    const { stdout } = await promisify(execFile)(
      'pgbench',
      ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', script].concat([
        '-h',
        hostname,
        '-p',
        port,
        '-U',
        decodeURIComponent(username),
        pathname.slice(1),
      ]),
      { env: { ...process.env, PGPASSWORD: decodeURIComponent(password) } },
    )
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The same by prepared statements from Node, where there is no pgbench: slower, so a milder measure. */
async function byDriver(databaseUrl: string, bare: Bare, offerings: number): Promise<number> {
  let done = 0
  const db = openDatabase({ url: databaseUrl, max: clients })
  const start = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = await db.statements.connect()
      const run = (name: string, text: string, values: number[]) => client.query({ name, text, values })
      while (performance.now() - start < seconds * 1000) {
        const offering = 1 + Math.floor(Math.random() * offerings)
        if (bare === 'transaction') {
          await client.query('BEGIN')
          await run('count', `${update} $1`, [offering])
          await run('insert', `${insert} VALUES ($1, $2)`, [offering, done])
          await client.query('COMMIT')
        } else {
          await run(
            'both',
            `WITH counted AS (${update} $1 RETURNING id) ${insert} SELECT id, $2 FROM counted`,
            [offering, done],
          )
        }
        done += 1
      }
      client.release()
    }),
  )
  const perSecond = done / ((performance.now() - start) / 1000)
  await db.close()
  return perSecond
}

/** Bare enrolments per second over so many offerings, by 50 clients for three seconds. */
export const measureBare = (databaseUrl: string, bare: Bare, offerings: number): Promise<number> =>
  (hasPgbench() ? byPgbench : byDriver)(databaseUrl, bare, offerings)
