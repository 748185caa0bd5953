import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Database, openDatabase } from '@portal/db/client.ts'
import { countDue, fillWithExpiring, findTwiceOrNever } from '../testing/expiring-city.ts'
import { buildRushCity, type RushCity } from '../testing/rush-city.ts'
import { startServer } from '../testing/start-server.ts'
import { type BenchResult, type Measure, median } from './bench-result.ts'

const night = 5000
const quiet = 500
const perOffering = 20

/** "Within minutes": at most five. */
const patienceSeconds = 300

/** At most so often; the larger night takes a good part of a minute. */
const mostRounds = 3

type Figures = { ended: number; seconds: number; heapMb: number; rssMb: number }

/** In a process of its own, so that its memory is that of the job and of nothing else. */
async function expireAndMeasure(databaseUrl: string): Promise<Figures> {
  const program = fileURLToPath(new URL('./expire-and-measure.ts', import.meta.url))
  const child = spawn(process.execPath, ['--expose-gc', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DEMO: 'on',
      SECRET_KEYS: 'a key for a process under test that is long enough',
    },
  })
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(said) as Figures
}

async function work(
  db: Database,
  databaseUrl: string,
  city: RushCity,
  offers: number,
  broken: string[],
): Promise<Figures> {
  await fillWithExpiring(db, city, { offers, perOffering })
  const figures = await expireAndMeasure(databaseUrl)
  broken.push(...(await findTwiceOrNever(db, offers)))
  return figures
}

/** Two portals at it; one is killed when half is done, and another one comes, as after a restart. Answers the seconds in all. */
async function workWithKill(db: Database, databaseUrl: string, city: RushCity, broken: string[]) {
  await fillWithExpiring(db, city, { offers: night, perOffering })
  const isLeft = async (most: number) => {
    const start = performance.now()
    while ((await countDue(db)) > most) {
      if (performance.now() - start > patienceSeconds * 1000)
        throw new Error('The offers are not worked off.')
      await sleep(50)
    }
  }
  const start = performance.now()
  const [first, second] = await Promise.all([
    startServer(databaseUrl, 'error'),
    startServer(databaseUrl, 'error'),
  ])
  await isLeft(night / 2)
  const gone = once(first.process, 'exit')
  first.process.kill('SIGKILL')
  await gone
  const leftByKill = await countDue(db)
  const third = await startServer(databaseUrl, 'error')
  await isLeft(0)
  const seconds = (performance.now() - start) / 1000
  await Promise.all([second.stop(), third.stop()])
  broken.push(...(await findTwiceOrNever(db, night)).map((line) => `after a kill: ${line}`))
  return { seconds, leftByKill }
}

/**
 * A night in which 5,000 offers pass their deadline, 20 in each of 250 offerings, with a child waiting behind each: memory and speed
 * against a night with 500, and the same night with a process killed in the middle.
 */
export async function measureExpiry(databaseUrl: string, rounds = 3): Promise<BenchResult> {
  const db = openDatabase({ url: databaseUrl, max: 2 })
  const broken: string[] = []
  try {
    const city = await buildRushCity(db, {
      offerings: night / perOffering,
      capacity: perOffering,
      families: night * 2,
    })
    await db.sql`ANALYZE`
    const small: Figures[] = []
    const large: Figures[] = []
    for (let round = 0; round < Math.min(rounds, mostRounds); round += 1) {
      small.push(await work(db, databaseUrl, city, quiet, broken))
      large.push(await work(db, databaseUrl, city, night, broken))
    }
    const killed = await workWithKill(db, databaseUrl, city, broken)
    return { title: title(), measures: measuresOf(small, large, killed), broken }
  } finally {
    await db.close()
  }
}

const title = () => `Expiry: ${night} offers past their deadline in ${night / perOffering} offerings`

function measuresOf(
  small: readonly Figures[],
  large: readonly Figures[],
  killed: { seconds: number; leftByKill: number },
): Measure[] {
  const middle = (all: readonly Figures[], pick: (figures: Figures) => number) => median(all.map(pick))
  const rate = ({ ended, seconds }: Figures) => ended / seconds
  return [
    {
      name: `memory in use at ${night} against ${quiet}`,
      ratio: middle(large, (each) => each.heapMb) / middle(small, (each) => each.heapMb),
      target: { atMost: 1.5 },
      figures: {
        [`heap MB at ${night}`]: middle(large, (each) => each.heapMb),
        [`heap MB at ${quiet}`]: middle(small, (each) => each.heapMb),
        [`process MB at ${night}`]: middle(large, (each) => each.rssMb),
        [`process MB at ${quiet}`]: middle(small, (each) => each.rssMb),
      },
    },
    {
      name: `offers per second at ${night} against ${quiet}`,
      ratio: middle(large, rate) / middle(small, rate),
      target: { atLeast: 0.6 },
      figures: {
        [`offers/s at ${night}`]: Math.round(middle(large, rate)),
        [`offers/s at ${quiet}`]: Math.round(middle(small, rate)),
      },
    },
    {
      name: 'one process, of five minutes',
      ratio: middle(large, (each) => each.seconds) / patienceSeconds,
      target: { atMost: 1 },
      figures: { seconds: middle(large, (each) => each.seconds) },
    },
    {
      name: 'two portals, one killed (-9) in the middle and started again, of five minutes',
      ratio: killed.seconds / patienceSeconds,
      target: { atMost: 1 },
      figures: { seconds: killed.seconds, 'left at the kill': killed.leftByKill },
    },
  ]
}
