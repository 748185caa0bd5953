import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../client.ts'
import type {} from './test-server.ts'

export type TestDatabase = { url: string; db: Database; drop(): Promise<void> }

let made = 0

/** What many tests begin with: filled once per run, then copied. */
export type Beginning = { name: string; fill: (db: Database) => Promise<void> }

/** Fills a database for others to copy. Under another name until it is whole, so that a run that is broken off leaves no half of it. */
async function makeBeginning(admin: pg.Client, address: URL, { name, fill }: Beginning): Promise<void> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  if (rowCount) return
  await admin.query(`DROP DATABASE IF EXISTS ${name}_filling WITH (FORCE)`)
  await admin.query(`CREATE DATABASE ${name}_filling TEMPLATE template_of_tests`)
  const url = new URL(address)
  url.pathname = `/${name}_filling`
  const db = openDatabase({ url: url.href, max: 2 })
  await fill(db)
  await db.close()
  await admin.query(`ALTER DATABASE ${name}_filling RENAME TO ${name}`)
}

/**
 * A migrated database for one test file (or one test), dropped afterwards: empty, or with what `beginning` fills.
 */
export async function createTestDatabase(beginning?: Beginning): Promise<TestDatabase> {
  made += 1
  const name = `test_${process.pid}_${made}_${Date.now()}`
  const template = new URL(inject('databaseUrl'))
  const adminUrl = new URL(template)
  adminUrl.pathname = '/postgres'
  const admin = new pg.Client({ connectionString: adminUrl.href })
  await admin.connect()
  // Copies of one template wait for each other: an exclusive lock that PostgreSQL asks for itself.
  await admin.query('SELECT pg_advisory_lock(7)')
  if (beginning) await makeBeginning(admin, template, beginning)
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${beginning?.name ?? 'template_of_tests'}`)
  await admin.query('SELECT pg_advisory_unlock(7)')
  const url = new URL(template)
  url.pathname = `/${name}`
  const db = openDatabase({ url: url.href, max: 6 })
  return {
    url: url.href,
    db,
    async drop() {
      await db.close()
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await admin.end()
    },
  }
}
