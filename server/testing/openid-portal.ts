import { Writable } from 'node:stream'
import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import pino from 'pino'
import { readIdentityProviders } from '../sign-in/identity-provider-settings.ts'
import { goThroughProvider, type Person, startOpenIdProvider } from './openid-provider.ts'
import { type Answer, createTestApp } from './test-app.ts'

const address = 'http://localhost:3000'

/** What the settings say of each provider, besides where it is. */
const providerSettings = {
  school: { FOR: 'school', SCHOOL_CLAIM: 'brin' },
  club: { FOR: 'provider', ORGANISATION_CLAIM: 'kvk' },
  team: { FOR: 'team', TEAM_CLAIM: 'groups', TEAM_VALUE: 'rijke-schooldag' },
  digid: { FOR: 'parents' },
  late: { FOR: 'school' },
} as const
type Key = keyof typeof providerSettings
const keys = Object.keys(providerSettings) as Key[]

const cookiesOf = ({ headers }: Answer) => headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')

/** Cookie of the session that an answer began. */
export const sessionOf = (answer: Answer) => cookiesOf(answer).find((cookie) => /^session=.+/.test(cookie))

/** Who an answer of POST /sessions/openid signed in. */
export const meOf = (answer: Answer) => answer.body.me as Me

/** The demonstration city with real providers of every kind on ports of this machine, and a log that can be read. */
export async function createOpenIdPortal() {
  const test = await createTestApp()
  const started = await Promise.all(
    keys.map((key) =>
      startOpenIdProvider({
        redirectUris: [`${address}/inloggen/terug/${key}`],
        moreClaims: ['brin', 'kvk', 'groups'],
      }),
    ),
  )
  const providers = Object.fromEntries(keys.map((key, i) => [key, started[i]])) as Record<
    Key,
    (typeof started)[number]
  >
  const env: Record<string, string> = { OIDC_PROVIDERS: keys.join(',') }
  for (const key of keys) {
    const { issuer, clientId, clientSecret } = providers[key]
    const settings = {
      ISSUER: issuer,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      LABEL: `Inloggen met ${key}`,
      ...providerSettings[key],
    }
    for (const [name, value] of Object.entries(settings)) env[`OIDC_${key.toUpperCase()}_${name}`] = value
  }
  test.deps.settings.identityProviders = readIdentityProviders((name) => env[name])
  let logged = ''
  test.deps.log = pino(
    { level: 'trace' },
    new Writable({
      write(chunk, _, done) {
        logged += String(chunk)
        done()
      },
    }),
  )

  /** Begins at the portal and signs in at the provider (null: cancels there): what the browser then holds. */
  async function goAndComeBack(key: Key, person: Person | null, more: object = {}, session?: string) {
    providers[key].person = person
    const begun = await test.call('POST', '/openid-sign-ins', { provider: key, ...more }, session)
    if (begun.status !== 201) throw new Error(`The portal answers ${begun.status}`)
    const browser = cookiesOf(begun).find((cookie) => cookie.startsWith('openid=')) ?? ''
    const back = await goThroughProvider(String(begun.body.address), address)
    const provider = back.pathname.split('/').at(-1) ?? ''
    const { error_description: _, ...said } = Object.fromEntries(back.searchParams)
    const body: Record<string, string> = { provider, ...said }
    return { browser, body }
  }

  const finish = (browser: string, body: Record<string, string>, session?: string) =>
    test.call('POST', '/sessions/openid', body, [browser, session].filter(Boolean).join('; '))

  return {
    test,
    providers,
    logged: () => logged,
    goAndComeBack,
    finish,
    /** All the way. */
    async signIn(key: Key, person: Person | null, more: object = {}, session?: string): Promise<Answer> {
      const { browser, body } = await goAndComeBack(key, person, more, session)
      return finish(browser, body, session)
    },
    countAccounts: async () => (await test.db.sql`SELECT 1 FROM account`).length,
    async stop() {
      await Promise.all(started.map((provider) => provider.stop()))
      await test.drop()
    },
  }
}
