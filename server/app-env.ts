import type { Database } from '@portal/db/client.ts'
import type { Logger } from 'pino'
import type { Actor } from './access/actor.ts'
import type { Judgement } from './enrolments/judge-child.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Settings } from './settings.ts'

/** The municipality that this process serves. `timeZone` is an IANA name; `cyclingKmh` is for travel between two places. */
export type Municipality = {
  id: string
  name: string
  timeZone: string
  cyclingKmh: number
  theme: Record<string, string>
}

/** What a verb or query may use; made once at start, passed in by tests. `clock` is the only source of "now". */
export type Dependencies = {
  db: Database
  municipality: Municipality
  clock: () => Date
  mailer: Mailer
  log: Logger
  settings: Settings
}

/** What a request carries. `actor` is null for a visitor, and until `allow` asked. */
export type AppEnv = {
  Variables: {
    deps: Dependencies
    actor: Actor | null
    /** Finds out who asks; taken away once that is known. */
    whoAsks: (() => Promise<Actor | null>) | undefined
    /** Of the child and the offering that a request names, when they were read ahead (enrolments/read-ahead.ts). */
    judgement: Judgement | null | undefined
    requestId: string
    /** The answer was made with all its headers. */
    hasHeaders?: true
    log: Logger
  }
}
