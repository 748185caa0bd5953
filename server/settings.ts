/** Checked settings of this process; see the README for the environment variables behind them. */
export type Settings = {
  host: string
  port: number
  /** Origin without a slash at the end; in links and mail, and the only origin that may change state. */
  publicUrl: string
  /** Null: the embedded database. */
  databaseUrl: string | null
  smtpUrl: string | null
  mailFrom: string
  isDemo: boolean
  /** Newest first; the first signs, all verify. At least 32 bytes each. */
  secretKeys: string[]
  rateLimits: boolean
  logLevel: string
}
