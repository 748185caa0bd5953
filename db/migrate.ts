import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { DrizzleQueryError } from 'drizzle-orm/errors'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

/** Folder of the named migrations, applied in the order of meta/_journal.json. */
export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Any number does as long as nothing else on the database uses it: "portal" in ASCII. */
const lockKey = '123614128931180'

type Journal = { entries: { tag: string; when: number }[] }

/** A migration could not be applied; the database is as it was before the run. */
export class MigrationFailed extends Error {
  constructor(name: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`Migration ${name} could not be applied: ${reason}. The database was left as it was.`, { cause })
    this.name = 'MigrationFailed'
  }
}

/** The journal's names and drizzle's contents, by the moment that both know. */
function nameOf(statement: string, folder: string): string {
  const journal = JSON.parse(readFileSync(path.join(folder, 'meta', '_journal.json'), 'utf8')) as Journal
  const migration = readMigrationFiles({ migrationsFolder: folder }).find(({ sql }: MigrationMeta) =>
    sql.includes(statement),
  )
  return journal.entries.find(({ when }) => when === migration?.folderMillis)?.tag ?? 'bookkeeping'
}

/**
 * Brings a database up to date. Several processes at once are safe: one holds a session lock, the others wait (at most
 * five minutes) and then find nothing to do. A statement that waits longer than 10 s for a table lock gives up, so that a
 * migration never stands in front of everybody. Each run is one transaction: all or nothing.
 * @throws MigrationFailed with the name of the migration, Error when PostgreSQL is too old
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    application_name: 'portal migration',
  })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query("SELECT current_setting('server_version_num')::int AS version")
    if (rows[0].version < 150_000) throw new Error('The portal needs PostgreSQL 15 or newer.')
    await client.query("SET lock_timeout = '5min'")
    await client.query(`SELECT pg_advisory_lock(${lockKey})`)
    await client.query("SET lock_timeout = '10s'")
    await applyMigrations(drizzle(client), { migrationsFolder: folder })
  } catch (error) {
    if (error instanceof DrizzleQueryError)
      throw new MigrationFailed(nameOf(error.query, folder), error.cause)
    throw error
  } finally {
    await client.end()
  }
}
