import { fileURLToPath } from 'node:url'
import { openDatabase } from '@portal/db/client.ts'
import { buildLargeCatalogue } from '../testing/large-catalogue.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'
import { type BenchResult, median, percentile } from './bench-result.ts'
import { sendRequests } from './send-requests.ts'

const sizes = { small: 150, large: 15_000 }
const connections = 50
/** Enough that a round lasts about a second. */
const requestsPerRound = 10_000

/** What people ask of the catalogue: every filter alone, and as they combine them. */
async function questionsFor(server: RunningServer): Promise<string[]> {
  const answer = await fetch(`${server.url}/api/v1/schools?pageSize=100`)
  const { items } = (await answer.json()) as { items: { id: string; sector: string }[] }
  const [school] = items.filter((each) => each.sector === 'po')
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  return [
    'neighbourhood=WK079611',
    'neighbourhood=WK079602&age=8',
    'neighbourhood=WK079611&weekday=3&free=true',
    'age=8',
    'age=13&weekday=5',
    'age=9&area=sport&free=true',
    'weekday=3',
    'area=culture',
    'slot=weekend',
    'free=true',
    'q=voetbal',
    'q=schilderne',
    'q=koken&age=9',
    'postcode=5224BD&sort=nearest',
    'postcode=5224BD&sort=nearest&age=8',
    'postcode=5211AA&sort=nearest&age=7&weekday=2&free=true',
    `school=${school?.id}`,
    `school=${school?.id}&sort=nearest&age=10`,
    `from=${inDays(7)}&until=${inDays(14)}`,
    `from=${inDays(30)}&until=${inDays(31)}&age=8`,
    'sort=title&age=8',
    'sort=free&age=8',
    'page=2&age=8',
    'page=3&sort=title&neighbourhood=WK079611',
  ].map((query) => `/api/v1/offerings?${query}`)
}

const request = (server: RunningServer, path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\n\r\n`

/** Nothing is answered from what was kept of an earlier round: longer than an answer is kept (http/keep-while-unchanged.ts). */
const longerThanKept = 1200
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Whatever is not 200. */
const wrong = (answers: { statuses: Map<number, number> }) =>
  [...answers.statuses].flatMap(([status, count]) =>
    status === 200 ? [] : [`${count} answers of ${status}`],
  )

/**
 * The catalogue: each question alone, one after the other, at 150 and at 15,000 offerings, none twice within a second, so
 * that every one is looked up; and many at once, as visitors repeat each other, against a route that does nothing.
 */
export async function measureCatalogue(
  makeDatabase: (name: string) => Promise<string>,
  rounds = 5,
): Promise<BenchResult> {
  const open: RunningServer[] = []
  const broken: string[] = []
  const start = async (name: string, offerings: number) => {
    const url = await makeDatabase(name)
    const db = openDatabase({ url, max: 2 })
    await buildLargeCatalogue(db, offerings)
    await db.sql`VACUUM ANALYZE`
    await db.close()
    const server = await startServer(url, 'info', '/dev/null')
    open.push(server)
    return server
  }
  try {
    const small = await start('small_catalogue', sizes.small)
    const large = await start('large_catalogue', sizes.large)
    const empty = await startServer(
      '',
      'error',
      null,
      fileURLToPath(new URL('./serve-empty-route.ts', import.meta.url)),
    )
    open.push(empty)
    const questions = await questionsFor(small)
    const alone = async (server: RunningServer) => {
      const answers = await sendRequests(
        server.url,
        questions.map((path) => request(server, path)),
        1,
      )
      broken.push(...wrong(answers))
      return answers.latencies
    }
    const times = { small: [] as number[][], large: [] as number[][] }
    const ratios: number[] = []
    const speeds = { list: [] as number[], empty: [] as number[], ratio: [] as number[] }
    for (let round = 0; round <= rounds; round += 1) {
      await pause(longerThanKept)
      const atSmall = await alone(small)
      const atLarge = await alone(large)
      const many = questions.map((_, index) => questions[(index * 7 + round) % questions.length] ?? '')
      const list = await sendRequests(
        large.url,
        Array.from({ length: requestsPerRound }, (_, index) =>
          request(large, many[index % many.length] ?? ''),
        ),
        connections,
      )
      const nothing = await sendRequests(
        empty.url,
        Array.from({ length: requestsPerRound }, () => request(empty, '/')),
        connections,
      )
      broken.push(...wrong(list), ...wrong(nothing))
      // The first round only warms up.
      if (round === 0) continue
      times.small.push(atSmall)
      times.large.push(atLarge)
      ratios.push(median(atLarge) / median(atSmall))
      speeds.list.push(requestsPerRound / list.seconds)
      speeds.empty.push(requestsPerRound / nothing.seconds)
      speeds.ratio.push(nothing.seconds / list.seconds)
    }
    if (process.env.BENCH_DETAIL) {
      questions.forEach((question, index) => {
        const of = (all: number[][]) => median(all.map((each) => each[index] ?? 0)).toFixed(1)
        process.stdout.write(`  ${of(times.small)} ${of(times.large)} ms ${question}\n`)
      })
    }
    return {
      title: `Catalogue: filtered list at ${sizes.small} and at ${sizes.large} offerings`,
      measures: [
        {
          name: `median of ${questions.length} filtered lists, ${sizes.large} against ${sizes.small} offerings`,
          ratio: median(ratios),
          target: { atMost: 2 },
          figures: {
            [`ms at ${sizes.small}`]: median(times.small.flat()),
            [`ms at ${sizes.large}`]: median(times.large.flat()),
            [`p95 ms at ${sizes.small}`]: percentile(times.small.flat(), 0.95),
            [`p95 ms at ${sizes.large}`]: percentile(times.large.flat(), 0.95),
          },
        },
        {
          name: `requests per second at ${sizes.large}, ${connections} connections, against an empty route`,
          ratio: median(speeds.ratio),
          target: { atLeast: 0.4 },
          figures: {
            'lists/s': Math.round(median(speeds.list)),
            'empty route/s': Math.round(median(speeds.empty)),
          },
        },
      ],
      broken,
    }
  } finally {
    for (const server of open) await server.stop()
  }
}
