import { type SQL, sql as template } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import pg from 'pg'

/**
 * A tagged template that runs as one statement; values become parameters, fragments (`sql` of drizzle-orm) are woven in.
 * An array is one parameter, a PostgreSQL array; for json give `JSON.stringify(value)`. timestamptz comes back as `Date`,
 * `date` and `time` as text, int8 and numeric as text, json parsed.
 * @throws TypeError when a value is undefined: say null when null is meant
 */
export type Sql = <Row = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Promise<Row[]>

/**
 * What a query needs: a database or a transaction. `prepared` is for the few statements of a rush: PostgreSQL keeps their
 * plan per connection under this name, which belongs to one text for ever.
 */
export type Queryable = { sql: Sql; prepared(name: string): Sql }

export type Database = Queryable & {
  /** Connections for single statements. */
  statements: pg.Pool
  /** Connections of their own for `prepared`: a slow search never stands in the way of a family that enrols. */
  rush: pg.Pool
  /** Connections of their own for `inTransaction`, so that a statement made inside one can't wait for its own end. */
  transactions: pg.Pool
  /** Ends all connections; gives work under way three seconds. */
  close(): Promise<void>
}

export type DatabaseOptions = {
  url: string
  /** Most connections of this process for single statements, and again as many for transactions; four more for a rush. */
  max?: number
  /** Told when an idle connection died, for the log. */
  onTrouble?: (error: Error) => void
}

const asText = (text: string) => text

/** text[]: a number to TypeScript, which knows only the types that aren't arrays. */
const textArray: number = 1009

/** Only moments become Date: a day and a time of day have no zone and stay text, in arrays too. */
const textual = new Map<number, (text: string) => unknown>([
  [1082, asText],
  [1083, asText],
  [1182, pg.types.getTypeParser(textArray, 'text')],
])

const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    textual.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

const dialect = new PgDialect()

/** A statement made by the template; arrays are one parameter each. */
export function compile(
  strings: TemplateStringsArray,
  values: unknown[],
): { text: string; values: unknown[] } {
  const missing = values.indexOf(undefined)
  if (missing >= 0)
    throw new TypeError(`Value ${missing + 1} of a statement is undefined: ${strings.join('…')}`)
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

const closingMs = 3000

/** What a session may do before PostgreSQL ends it, so that a program that hangs never keeps a lock for long. */
const sessionOptions = [
  'TimeZone=UTC',
  'statement_timeout=30s',
  'lock_timeout=10s',
  'idle_in_transaction_session_timeout=60s',
]

/**
 * Statements of a rush find rows by their keys. Their plan is made once, through the indexes, whatever is known of the tables:
 * planning afresh took longer than running (1.7 ms of 2.0 for the facts of 16 children), and a plan made for tables that
 * were empty a minute ago reads them from end to end.
 */
const rushOptions = [...sessionOptions, 'plan_cache_mode=force_generic_plan', 'enable_seqscan=off']

/** A rush comes after a quiet time: its few connections, with their plans, are kept. */
const neverIdle = 0

/** One for each kind of statement that can be under way at a time, and one to spare. */
const rushConnections = 4

/** Opens the pools. Connections are made on demand; a dead one is dropped and replaced by the next query. */
export function openDatabase(options: DatabaseOptions): Database {
  const openPool = (name: string, max = options.max ?? 10, settings = sessionOptions, idleMs = 10_000) => {
    const pool = new pg.Pool({
      connectionString: options.url,
      max,
      connectionTimeoutMillis: 5000,
      idleTimeoutMillis: idleMs,
      // After the server's own limit: then the network is gone, and the connection with it.
      query_timeout: 35_000,
      keepAlive: true,
      application_name: name,
      options: settings.map((each) => `-c ${each}`).join(' '),
      types: parsers,
    })
    // Without a listener the death of an idle connection would end the process.
    pool.on('error', (error) => options.onTrouble?.(error))
    // Nor may one that dies in the very moment in which it is handed out: nobody listens yet.
    pool.on('connect', (client) => client.on('error', () => {}))
    return pool
  }
  const statements = openPool('portal')
  const transactions = openPool('portal transaction')
  const rush = openPool('portal rush', rushConnections, rushOptions, neverIdle)
  return {
    statements,
    rush,
    transactions,
    sql: sqlOver((query) => statements.query(query)),
    prepared: (name) => sqlOver((query) => rush.query({ ...query, name })),
    async close() {
      const ended = Promise.all([statements.end(), rush.end(), transactions.end()])
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, closingMs).unref())])
    },
  }
}

/** Whether an error says that the database could not be reached or went away, as against a wrong statement. */
export function isConnectionTrouble(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (
    typeof code === 'string' &&
    /^(CONNECTION_LOST|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|57P0|08|53300)/.test(code)
  )
    return true
  return (
    typeof message === 'string' &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(message)
  )
}
