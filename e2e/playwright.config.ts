import { defineConfig } from '@playwright/test'

// Another port, so that two checkouts can run their journeys at the same time.
const port = Number(process.env.JOURNEY_PORT ?? 4173)
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
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'phone', use: { viewport: { width: 360, height: 740 }, hasTouch: true } },
    { name: 'desk', use: { viewport: { width: 1280, height: 900 } } },
  ],
  webServer: {
    command: 'node start-fresh.ts',
    url: `http://localhost:${port}/api/v1/ready`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 6000 },
    env: { PORT: String(port), RATE_LIMITS: 'off', LOG_LEVEL: 'error' },
  },
})
