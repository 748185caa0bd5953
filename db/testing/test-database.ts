import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../client.ts'
import type {} from './test-server.ts'

export type TestDatabase = { url: string; db: Database; drop(): Promise<void> }

let made = 0

/** A migrated, empty database for one test file (or one test): a copy of the template, dropped afterwards. */
export async function createTestDatabase(): Promise<TestDatabase> {
  made += 1
  const name = `test_${process.pid}_${made}_${Date.now()}`
  const template = new URL(inject('databaseUrl'))
  const adminUrl = new URL(template)
  adminUrl.pathname = '/postgres'
  const admin = new pg.Client({ connectionString: adminUrl.href })
  await admin.connect()
  // Copies of one template wait for each other: an exclusive lock that PostgreSQL asks for itself.
  await admin.query('SELECT pg_advisory_lock(7)')
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template_of_tests`)
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
