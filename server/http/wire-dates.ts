/** A local time `HH:MM` from PostgreSQL's `HH:MM:SS`. */
export const shortTime = (time: string) => time.slice(0, 5)

/** Paging for SQL. */
export const offsetOf = (query: { page: number; pageSize: number }) => (query.page - 1) * query.pageSize
