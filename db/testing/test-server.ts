import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../embedded/start-embedded.ts'
import { migrate } from '../migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a PostgreSQL with a migrated database `template_of_tests`. */
    databaseUrl: string
  }
}

/**
 * One PostgreSQL for a whole test run, in a folder of its own that is removed afterwards. `TEST_DATABASE_URL` (a database
 * that may be thrown away) uses another server instead.
 */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const folder = mkdtempSync(path.join(tmpdir(), 'portal-test-'))
  // As root we run PostgreSQL as somebody else, who must get through.
  chmodSync(folder, 0o711)
  const embedded = given ? null : await startEmbedded({ folder, isTemporary: true })
  const url = new URL(given ?? embedded?.url ?? '')
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  await admin.query('DROP DATABASE IF EXISTS template_of_tests')
  // What an earlier run filled for its tests to copy may be of other migrations.
  const old = await admin.query("SELECT datname FROM pg_database WHERE datname LIKE 'city\\_on\\_%'")
  for (const { datname } of old.rows) await admin.query(`DROP DATABASE ${datname}`)
  await admin.query('CREATE DATABASE template_of_tests')
  await admin.end()
  url.pathname = '/template_of_tests'
  await migrate(url.href)
  project.provide('databaseUrl', url.href)
  return async () => {
    await embedded?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
