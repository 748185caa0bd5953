import { defineConfig } from '@playwright/test'

// Another port, so that two checkouts can run their journeys at the same time.
const port = Number(process.env.JOURNEY_PORT ?? 4173)
/** Of the identity providers; both follow from the port of the portal. */
const staffPort = port + 10_000
const parentsPort = port + 20_000
const executablePath = process.env.BROWSER_PATH

/** The product as a newcomer starts it, with a city of its own, on a phone and on a desk. */
export default defineConfig({
  testMatch: '*.spec.ts',
  workers: 1,
  timeout: 60_000,
  use: {
    baseURL: `http://localhost:${port}`,
    locale: 'nl-NL',
    timezoneId: 'Europe/Amsterdam',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    // A recording of every step takes a fifth of the time; ask for it when something fails.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
  },
  projects: [
    { name: 'phone', use: { viewport: { width: 360, height: 740 }, hasTouch: true } },
    { name: 'desk', use: { viewport: { width: 1280, height: 900 } } },
  ],
  webServer: [
    {
      command: 'node start-fresh.ts',
      url: `http://localhost:${port}/api/v1/ready`,
      timeout: 120_000,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 6000 },
      env: { PORT: String(port), RATE_LIMITS: 'off', LOG_LEVEL: 'error', ...identityProviders() },
    },
    {
      command: 'node start-openid-provider.ts',
      url: `http://localhost:${parentsPort}/.well-known/openid-configuration`,
      timeout: 30_000,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 2000 },
      env: { PORTAL_PORT: String(port), STAFF_PORT: String(staffPort), PARENTS_PORT: String(parentsPort) },
    },
  ],
})

function identityProviders(): Record<string, string> {
  const client = { CLIENT_ID: 'portal', CLIENT_SECRET: 'a secret of the journeys' }
  const each: Record<string, Record<string, string>> = {
    DIGID: {
      ISSUER: `http://localhost:${parentsPort}`,
      LABEL: 'Inloggen met DigiD',
      FOR: 'parents',
      ...client,
    },
    GEMEENTE: {
      ISSUER: `http://localhost:${staffPort}`,
      LABEL: 'Inloggen bij de gemeente',
      FOR: 'team',
      TEAM_CLAIM: 'groups',
      TEAM_VALUE: 'rijke-schooldag',
      ...client,
    },
  }
  const named = Object.entries(each).flatMap(([key, settings]) =>
    Object.entries(settings).map(([name, value]) => [`OIDC_${key}_${name}`, value]),
  )
  return { OIDC_PROVIDERS: 'digid,gemeente', ...Object.fromEntries(named) }
}
