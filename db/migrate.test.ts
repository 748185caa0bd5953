import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate, migrationsFolder } from './migrate.ts'
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

it('may be run by several processes at once, on an empty database too', async () => {
  await test.db.sql`DROP SCHEMA public CASCADE`
  await test.db.sql`DROP SCHEMA drizzle CASCADE`
  await test.db.sql`CREATE SCHEMA public`
  await Promise.all([migrate(test.url), migrate(test.url), migrate(test.url)])
  const files = readdirSync(migrationsFolder).filter((file) => file.endsWith('.sql'))
  const [applied] = await test.db.sql<{
    count: number
  }>`SELECT count(*)::integer AS count FROM drizzle.__drizzle_migrations`
  expect(applied?.count).toBe(files.length)
})

it('leads every key of municipal data by its municipality', async () => {
  const keys = await test.db.sql<{ name: string; first: string }>`
    SELECT c.conname AS name, a.attname AS first FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE n.nspname = 'public' AND t.relname <> 'municipality' AND c.contype IN ('p', 'u', 'f', 'x')`
  expect(keys.length).toBeGreaterThan(30)
  expect(keys.filter((key) => key.first !== 'municipality_id')).toEqual([])
})

it('passes the linter of migrations', () => {
  const files = readdirSync(migrationsFolder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => path.join(migrationsFolder, file))
  // Each run is one transaction with a lock time-out (migrate.ts). The tables are new, so nothing waits for them; integer
  // columns count children, not rows.
  const excluded = [
    'prefer-bigint-over-int',
    'prefer-bigint-over-smallint',
    'prefer-identity',
    'prefer-robust-stmts',
    'require-concurrent-index-creation',
    'require-timeout-settings',
    'ban-char-field',
  ]
  const linted = spawnSync(
    path.join(import.meta.dirname, 'node_modules/.bin/squawk'),
    ['--assume-in-transaction', '--pg-version=15.0', `--exclude=${excluded.join(',')}`, ...files],
    { encoding: 'utf8' },
  )
  expect(linted.stdout + linted.stderr).toContain('Found 0 issues')
})
