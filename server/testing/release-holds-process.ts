/** A process that does nothing but release held places on DATABASE_URL, once; to be killed in the middle by a test. */
import { openDatabase } from '@portal/db/client.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { releaseHolds } from '../holds/release-holds.ts'
import { createMailer } from '../mail/create-mailer.ts'
import { openLog } from '../open-log.ts'
import { readSettings } from '../settings.ts'

const settings = readSettings(process.env)
const db = openDatabase({ url: settings.databaseUrl ?? '', max: 2 })
process.stdout.write('0\n')
await releaseHolds({
  db,
  municipality: {
    id: municipalityId,
    name: "'s-Hertogenbosch",
    timeZone: 'Europe/Amsterdam',
    cyclingKmh: 12,
    theme: {},
  },
  clock: () => new Date(),
  mailer: createMailer(settings),
  log: await openLog(settings.logLevel, 2),
  settings,
})
await db.close()
process.exit(0)
