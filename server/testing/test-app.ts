import { loadDemonstration } from '@portal/db/seed/demonstration/load-demonstration.ts'
import { loadReference, municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase } from '@portal/db/testing/test-database.ts'
import pino from 'pino'
import { createApp } from '../app.ts'
import type { Dependencies } from '../app-env.ts'
import { createSession } from '../http/session.ts'
import { createMailer } from '../mail/create-mailer.ts'
import { readSettings } from '../settings.ts'

export type Answer = {
  status: number
  body: Record<string, unknown> & { items?: Record<string, unknown>[] }
  headers: Headers
}

/** The demonstration city on a day of its own, in a database of its own, with a clock that tests can turn. */
export async function createTestApp(today = '2026-11-24') {
  const test = await createTestDatabase({
    name: `city_on_${today.replaceAll('-', '_')}`,
    fill: async (db) => {
      await loadReference(db)
      await loadDemonstration(db, { today })
    },
  })
  let now = new Date(`${today}T09:00:00Z`)
  const settings = { ...readSettings({}), secretKeys: ['a key of the tests, long enough to sign with'] }
  const deps: Dependencies = {
    db: test.db,
    municipality: {
      id: municipalityId,
      name: "'s-Hertogenbosch",
      timeZone: 'Europe/Amsterdam',
      cyclingKmh: 12,
      theme: {},
    },
    clock: () => now,
    mailer: createMailer(settings),
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    settings,
  }
  const app = createApp(deps)

  /** One request, with the cookie of an account or as a visitor; `more` are headers. */
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    cookie?: string,
    more: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', 'Content-Length': String(JSON.stringify(body).length) }),
        ...(cookie ? { Cookie: cookie } : {}),
        ...more,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : {}, headers: response.headers }
  }

  /** Cookie of an account, without a mail. */
  const signIn = async (email: string): Promise<string> => {
    const [account] = await test.db.sql<{ id: string }>`
      SELECT id FROM account WHERE municipality_id = ${municipalityId} AND email = ${email}`
    if (!account) throw new Error(`No account ${email}`)
    return (await createSession(deps, account.id)).cookie
  }

  return {
    app,
    url: test.url,
    deps,
    db: test.db,
    call,
    signIn,
    setClock: (moment: string) => {
      now = new Date(moment)
    },
    drop: test.drop,
  }
}
