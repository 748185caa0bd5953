/**
 * A portal in a process of its own, for tests and benchmarks: the whole app on DATABASE_URL, any free port, no pages, with its jobs.
 * Who holds its input may order it: `clock <ms>` sets its clock so much ahead of the real one (negative: behind), `jobs` takes a
 * turn of every job now. Each order is answered by a line.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { getRequestListener } from '@hono/node-server'
import { openDatabase } from '@portal/db/client.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { createApp } from '../app.ts'
import type { Dependencies } from '../app-env.ts'
import { allJobs } from '../jobs/all-jobs.ts'
import { openJobs } from '../jobs/open-jobs.ts'
import { runJob } from '../jobs/run-job.ts'
import { createMailer } from '../mail/create-mailer.ts'
import { openLog } from '../open-log.ts'
import { readSettings } from '../settings.ts'

const settings = readSettings(process.env)
const db = openDatabase({ url: settings.databaseUrl ?? '', max: 12 })
let aheadMs = 0
const deps: Dependencies = {
  db,
  municipality: {
    id: municipalityId,
    name: "'s-Hertogenbosch",
    timeZone: 'Europe/Amsterdam',
    cyclingKmh: 12,
    theme: {},
  },
  clock: () => new Date(Date.now() + aheadMs),
  mailer: createMailer(settings),
  log: await openLog(settings.logLevel, 2),
  settings,
}
const app = createApp(deps)
const server = createServer(getRequestListener(app.fetch))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
const jobs = openJobs(deps, allJobs, { url: settings.databaseUrl ?? '' })
async function obey(order: string): Promise<string> {
  const [verb, value] = order.split(' ')
  if (verb === 'clock') aheadMs = Number(value)
  else for (const job of allJobs) await runJob(deps, job, () => false)
  return 'done'
}
const orders = createInterface(process.stdin)
orders.on('line', (order) => {
  void obey(order)
    .catch((error: unknown) => `failed: ${error}`)
    .then((answer) => process.stdout.write(`${answer}\n`))
})
// Whoever started this holds the other end: when it goes, so do we.
orders.on('close', () => void jobs.stop().finally(() => process.exit(0)))
