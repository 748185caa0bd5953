import { type SQL, sql as template } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import pg from 'pg'

/**
 * A tagged template that runs as one statement; values become parameters, fragments (`sql` of drizzle-orm) are woven in.
 * An array is passed as one parameter. timestamptz comes back as `Date`, `date` and `time` as text, int8 and numeric as
 * text, json parsed.
 */
export type Sql = <Row = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Promise<Row[]>

/** What a query needs: a database or a transaction. */
export type Queryable = { sql: Sql }

export type Database = Queryable & { pool: pg.Pool; close(): Promise<void> }

export type DatabaseOptions = {
  url: string
  /** Most connections of this process. */
  max?: number
  /** Told when an idle connection died, for the log. */
  onTrouble?: (error: Error) => void
}

/** Only moments become Date: a day (1082), a time of day (1083) have no zone and stay text. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === 1082 || oid === 1083
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

const dialect = new PgDialect()

/** A statement made by the template; arrays are one parameter each. */
export function compile(
  strings: TemplateStringsArray,
  values: unknown[],
): { text: string; values: unknown[] } {
  const statement: SQL = template(
    strings,
    ...values.map((value) => (Array.isArray(value) ? template.param(value) : value)),
  )
  const query = dialect.sqlToQuery(statement)
  return { text: query.sql, values: query.params }
}

/** The template over anything that runs a statement. */
export const sqlOver =
  (run: (query: { text: string; values: unknown[] }) => Promise<{ rows: unknown[] }>): Sql =>
  async <Row>(strings: TemplateStringsArray, ...values: unknown[]) =>
    (await run(compile(strings, values))).rows as Row[]

/** Opens a pool. Connections are made on demand; a dead one is dropped and replaced by the next query. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 12,
    connectionTimeoutMillis: 5000,
    application_name: 'portal',
    options: '-c TimeZone=UTC -c statement_timeout=30s -c lock_timeout=10s',
    types: parsers,
  })
  // Without a listener the death of a connection (idle, or just given back) would end the process.
  pool.on('error', (error) => options.onTrouble?.(error))
  pool.on('connect', (client) => client.on('error', () => {}))
  return { pool, sql: sqlOver((query) => pool.query(query)), close: () => pool.end() }
}
