import { type Database, openDatabase } from '@portal/db/client.ts'
import type pg from 'pg'

/** A database of which every statement is counted as it goes to PostgreSQL, BEGIN and COMMIT included. */
export function openCounted(url: string): { db: Database; count: () => number } {
  const db = openDatabase({ url, max: 4 })
  let statements = 0
  const listen = (client: pg.PoolClient) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown
    const counted = (...given: unknown[]) => {
      statements += 1
      return query(...given)
    }
    client.query = counted as typeof client.query
  }
  for (const pool of [db.statements, db.rush, db.transactions]) pool.on('connect', listen)
  return { db, count: () => statements }
}
