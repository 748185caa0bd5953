import { type Database, openDatabase } from '@portal/db/client.ts'
import { findBrokenPromises, findWaitingBesideFreePlace } from '../testing/find-broken-promises.ts'
import { buildRushCity, type Family } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'
import { bareTables, measureBare } from './bare-transactions.ts'
import { type BenchResult, type Measure, median, percentile } from './bench-result.ts'
import { sendRequests } from './send-requests.ts'

const children = 2000
const places = 300

/** Spread: 300 places in 20 offerings. Hot: the same 300 places in one. */
const scenes = [
  { name: 'spread', offerings: 20, atLeast: 1 },
  { name: 'hot', offerings: 1, atLeast: 2 },
] as const

const crowds = [50, 500] as const

/** A portal that families come to has been up for a while: its code is compiled. These rounds are not counted. */
const warmUps = 4

type Figures = {
  perSecond: number
  ratio: number
  p50: number
  p99: number
  transaction: number
  statement: number
}

function requestOf(url: string, family: Family, offeringId: string): string {
  const body = JSON.stringify({ childId: family.childId, offeringId })
  return [
    'POST /api/v1/enrolments HTTP/1.1',
    `Host: ${new URL(url).host}`,
    `Cookie: ${family.cookie}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

async function startAfresh(db: Database, capacity: number): Promise<void> {
  await db.sql`TRUNCATE enrolment, enrolment_history CASCADE`
  await db.sql`UPDATE offering SET taken = 0, waiting = 0, capacity = ${capacity}`
  await db.sql`VACUUM offering`
  await db.sql`VACUUM child`
  await db.sql`CHECKPOINT`
  // What the one before left to the disk is not held against the next.
  await new Promise((resolve) => setTimeout(resolve, 500))
}

type Stage = {
  db: Database
  databaseUrl: string
  server: RunningServer
  offeringIds: string[]
  families: Family[]
}

/** 2,000 families at once over so many connections; what must never be is looked for afterwards. */
async function rush(stage: Stage, offerings: number, connections: number, broken: string[]) {
  await startAfresh(stage.db, places / offerings)
  const requests = stage.families.map((family, index) =>
    requestOf(stage.server.url, family, stage.offeringIds[index % offerings] ?? ''),
  )
  const answers = await sendRequests(stage.server.url, requests, connections)
  for (const [status, count] of answers.statuses) {
    if (status !== 201) broken.push(`${count} answers of ${status}`)
  }
  broken.push(...(await findBrokenPromises(stage.db)), ...(await findWaitingBesideFreePlace(stage.db)))
  const [counts] = await stage.db.sql<{ placed: number; waiting: number; events: number }>`
    SELECT count(*) FILTER (WHERE status = 'placed')::integer AS placed,
      count(*) FILTER (WHERE status = 'waitlisted')::integer AS waiting,
      (SELECT count(*)::integer FROM enrolment_event) AS events
    FROM enrolment`
  if (counts?.placed !== places || counts.waiting !== children - places || counts.events !== children) {
    broken.push(`counted ${JSON.stringify(counts)}`)
  }
  return answers
}

/**
 * The rush: 2,000 children after 300 places, the full path over HTTP (cookie, validation, rules, constraints, log) in a
 * server process of its own, against the bare transaction at the same PostgreSQL. Ratios are taken within a round; medians
 * over the rounds are reported, after some that only warm up.
 */
export async function measureRush(databaseUrl: string, rounds = 5): Promise<BenchResult> {
  const db = openDatabase({ url: databaseUrl, max: 2 })
  await db.statements.query(bareTables)
  const { offeringIds, families } = await buildRushCity(db, {
    offerings: 20,
    capacity: 15,
    families: children,
  })
  await db.sql`ANALYZE`
  const server = await startServer(databaseUrl, 'info', '/dev/null')
  const stage: Stage = { db, databaseUrl, server, offeringIds, families }
  const broken: string[] = []
  const seen = new Map<string, Figures[]>()
  try {
    for (let round = -warmUps; round < rounds; round += 1) {
      for (const scene of scenes) {
        await startAfresh(db, places / scene.offerings)
        const transaction = round < 0 ? 1 : await measureBare(databaseUrl, 'transaction', scene.offerings)
        const statement = round < 0 ? 1 : await measureBare(databaseUrl, 'statement', scene.offerings)
        for (const connections of crowds) {
          const answers = await rush(stage, scene.offerings, connections, broken)
          if (round < 0) continue
          const key = `${scene.name} ${connections}`
          const perSecond = children / answers.seconds
          seen.set(key, [
            ...(seen.get(key) ?? []),
            {
              perSecond,
              transaction,
              statement,
              ratio: perSecond / transaction,
              p50: percentile(answers.latencies, 0.5),
              p99: percentile(answers.latencies, 0.99),
            },
          ])
        }
      }
    }
  } finally {
    await server.stop()
    await db.close()
  }
  const measures = scenes.flatMap((scene) =>
    crowds.map((connections): Measure => {
      const all = seen.get(`${scene.name} ${connections}`) ?? []
      const middle = (pick: (figures: Figures) => number) => Math.round(median(all.map(pick)))
      return {
        name: `${scene.offerings === 1 ? 'one hot offering' : `${scene.offerings} offerings`}, ${connections} connections`,
        ratio: median(all.map((each) => each.ratio)),
        target: { atLeast: scene.atLeast },
        figures: {
          'enrolments/s': middle((each) => each.perSecond),
          'bare transaction/s': middle((each) => each.transaction),
          'bare statement/s': middle((each) => each.statement),
          'p50 ms': middle((each) => each.p50),
          'p99 ms': middle((each) => each.p99),
          'lowest ratio': Math.min(...all.map((each) => each.ratio)),
          'highest ratio': Math.max(...all.map((each) => each.ratio)),
        },
      }
    }),
  )
  return {
    title: `Rush: ${children} children after ${places} places, against the bare transaction`,
    measures,
    broken,
  }
}
