import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

/** Folder of the named migrations, applied in the order of meta/_journal.json. */
export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Any number does as long as nothing else on the database uses it: "portal" in ASCII. */
const lockKey = '123614128931180'

/**
 * Brings a database up to date. Several processes at once are safe: one holds a session lock, the others wait and then
 * find nothing to do. A statement that waits longer than 10 s for a table lock gives up, so that a migration never
 * stands in front of everybody. Each run is one transaction: all or nothing.
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(${lockKey})`)
    await client.query("SET lock_timeout = '10s'")
    await applyMigrations(drizzle(client), { migrationsFolder })
  } finally {
    await client.end()
  }
}
