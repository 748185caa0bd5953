import { openDatabase } from '@portal/db/client.ts'
import { loadDemonstration } from '@portal/db/seed/demonstration/load-demonstration.ts'
import { namedId } from '@portal/db/seed/named-id.ts'
import { loadReference, municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import type { ClassEnrolment } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { newId } from '@portal/shared/ids.ts'
import pino from 'pino'
import { createApp } from '../app.ts'
import type { Dependencies } from '../app-env.ts'
import { createSession } from '../http/session.ts'
import { createMailer } from '../mail/create-mailer.ts'
import { readSettings } from '../settings.ts'
import { openCounted } from '../testing/count-statements.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { makeClass } from '../testing/school-class.ts'
import { type BenchResult, median } from './bench-result.ts'

const [small, large] = [30, 200]

/** What a group may cost: ten statements, and three per pupil. */
const allowed = (pupils: number) => 10 + 3 * pupils

/**
 * A school enrols a group of 30, and 200 pupils at once, of whom every guardian has to be asked: statements that reach PostgreSQL
 * (BEGIN and COMMIT, session and answer included), against what a group may cost; and whether more pupils cost more than in
 * proportion.
 */
export async function measureClasses(
  makeDatabase: (name: string) => Promise<string>,
  rounds = 5,
): Promise<BenchResult> {
  const url = await makeDatabase('classes')
  const plain = openDatabase({ url, max: 2 })
  await loadReference(plain)
  await loadDemonstration(plain, { today: new Date().toISOString().slice(0, 10) })
  const { db, count } = openCounted(url)
  const settings = { ...readSettings({}), secretKeys: ['a key of the bench, long enough to sign with'] }
  const deps: Dependencies = {
    db,
    municipality: {
      id: municipalityId,
      name: "'s-Hertogenbosch",
      timeZone: 'Europe/Amsterdam',
      cyclingKmh: 12,
      theme: {},
    },
    clock: () => new Date(),
    // Letters go after the answer: they are not what is measured.
    mailer: { ...createMailer(settings), send: () => Promise.resolve() },
    log: pino({ level: 'silent' }),
    settings,
  }
  const app = createApp(deps)
  const { cookie } = await createSession(deps, namedId('account', 'school@demo.example'))
  const broken: string[] = []

  /** Milliseconds and statements of one class. */
  const enrol = async (pupils: number, day: number) => {
    const group = await makeClass(plain, pupils)
    const offeringId = await offer(plain, pupils, day)
    const before = count()
    const start = performance.now()
    const response = await app.request(`/api/v1/schools/${group.schoolId}/class-enrolments`, {
      method: 'POST',
      headers: { Cookie: cookie, 'Content-Type': 'application/json', 'Idempotency-Key': newId() },
      body: JSON.stringify({ offeringId, groupId: group.groupId, mode: 'all-or-none', mayWait: false }),
    })
    const table = (await response.json()) as ClassEnrolment
    const ms = performance.now() - start
    const statements = count() - before
    if (response.status !== 201 || table.counts.awaitingConsent !== pupils)
      broken.push(`a class of ${pupils}: ${response.status} ${JSON.stringify(table.counts)}`)
    // The letters of this one are away before the next begins.
    const unsent = () => plain.sql`SELECT 1 FROM consent_request WHERE sent_at IS NULL LIMIT 1`
    while ((await unsent()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    return { ms, statements }
  }
  const of30 = []
  const of200 = []
  // The first of each warms up.
  for (let round = 0; round <= rounds; round += 1) {
    of30.push(await enrol(small, 2 * round))
    of200.push(await enrol(large, 2 * round + 1))
  }
  broken.push(...(await findBrokenPromises(plain)))
  await db.close()
  await plain.close()
  const middle = (runs: { ms: number; statements: number }[], what: 'ms' | 'statements') =>
    median(runs.slice(1).map((run) => run[what]))
  const statements = { small: middle(of30, 'statements'), large: middle(of200, 'statements') }
  const ms = { small: middle(of30, 'ms'), large: middle(of200, 'ms') }
  return {
    title: 'A school enrols a class',
    measures: [
      {
        name: `statements for a group of ${small}, of 10 and 3 per pupil`,
        ratio: statements.small / allowed(small),
        target: { atMost: 1 },
        figures: { statements: statements.small, allowed: allowed(small), ms: ms.small },
      },
      {
        name: `time of ${large} pupils against ${small}, of what is in proportion`,
        ratio: ms.large / ms.small / (large / small),
        target: { atMost: 1.2 },
        figures: { ms30: ms.small, ms200: ms.large, statements200: statements.large },
      },
    ],
    broken,
  }
}

/** An activity for West with so many places, on a Saturday of its own. */
async function offer(db: Dependencies['db'], capacity: number, week: number): Promise<string> {
  const id = newId()
  const start = new Date(Date.now() + (week + 3) * 7 * 86_400_000)
  start.setUTCDate(start.getUTCDate() + ((6 - start.getUTCDay() + 7) % 7))
  start.setUTCHours(10, 0, 0, 0)
  await db.sql`
    INSERT INTO offering (municipality_id, id, activity_id, place_id, status, audience, enrolment_mode, slot, years, invited_only,
      in_school_time, price_cents, capacity, has_waiting_list, enrolment_opens_at, enrolment_closes_at, taken, waiting, version, changed_at)
    SELECT municipality_id, ${id}, activity_id, place_id, 'published', 'neighbourhood', 'direct', 'weekend', '{}', false, false, 0,
      ${capacity}, true, now() - interval '1 day', now() + interval '360 days', 0, 0, 1, now()
    FROM offering WHERE audience = 'neighbourhood' LIMIT 1`
  await db.sql`
    INSERT INTO offering_neighbourhood (municipality_id, offering_id, neighbourhood_code) VALUES (${municipalityId}, ${id}, 'WK079611')`
  await db.sql`
    INSERT INTO session (municipality_id, id, offering_id, starts_at, ends_at, place_id)
    SELECT municipality_id, ${newId()}, id, ${start}, ${new Date(start.getTime() + 3_600_000)}, place_id FROM offering WHERE id = ${id}`
  return id
}
