import type pg from 'pg'
import { type Database, type Queryable, sqlOver } from './client.ts'

/** The connection died in the middle: nothing of this transaction may be assumed to be kept. */
export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_LOST'
  constructor(cause?: unknown) {
    super('The connection to the database was lost during a transaction.', { cause })
    this.name = 'ConnectionLost'
  }
}

/** A transaction: the same template, fenced. */
export type Transaction = Queryable

const stateOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

async function attempt<T>(client: pg.PoolClient, work: (tx: Transaction) => Promise<T>): Promise<T> {
  let isOver = false
  let isDead = false
  const death = Promise.withResolvers<never>()
  // Told or not, it is no news to the process.
  death.promise.catch(() => {})
  const die = (cause?: unknown) => {
    isDead = true
    death.reject(new ConnectionLost(cause))
  }
  client.on('error', die)
  client.on('end', die)
  const run = async (query: { text: string; values: unknown[]; name?: string }) => {
    if (isDead) throw new ConnectionLost()
    if (isOver) throw new Error('This transaction has ended; await every query inside it.')
    return client.query(query)
  }
  const fenced: Transaction = {
    sql: sqlOver(run),
    prepared: (name) => sqlOver((query) => run({ ...query, name })),
  }
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
    // Work that waits for something else hears nothing of the death: don't wait for it.
    const result = await Promise.race([work(fenced), death.promise])
    isOver = true
    const end = await client.query('COMMIT')
    // After a failed statement that the work swallowed, PostgreSQL answers COMMIT with ROLLBACK.
    if (end.command !== 'COMMIT') throw new Error('The transaction was rolled back by a failed statement.')
    return result
  } catch (error) {
    isOver = true
    await client.query('ROLLBACK').catch(die)
    throw isDead && !(error instanceof ConnectionLost) ? new ConnectionLost(error) : error
  } finally {
    client.off('error', die)
    client.off('end', die)
    client.release(isDead)
  }
}

/**
 * Runs `work` in one READ COMMITTED transaction: the only way to have one. It has a connection to itself, which the
 * driver never replaces: after its death every further query is refused and a late COMMIT reaches nobody else. A deadlock
 * (40P01) or serialisation failure is tried again, twice: so `work` must have no effect but through `tx`.
 * @throws ConnectionLost when the connection died: the outcome of a COMMIT under way is then unknown
 */
export async function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(await db.transactions.connect(), work)
    } catch (error) {
      if (tries >= 3 || !['40P01', '40001'].includes(stateOf(error))) throw error
    }
  }
}
