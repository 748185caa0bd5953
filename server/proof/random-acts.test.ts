import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findBrokenHolds } from '../testing/find-broken-holds.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'
import { callOver } from './call.ts'
import { doRandomActs } from './do-random-acts.ts'
import { familyActs } from './family-acts.ts'
import { findBrokenAnswers } from './find-broken-answers.ts'
import { findBrokenHistories } from './find-broken-histories.ts'
import { findOvertaken } from './find-overtaken.ts'
import { findReservedForEver } from './find-reserved-for-ever.ts'
import { findWaitingInVain } from './find-waiting-in-vain.ts'
import { providerActs, schoolActs } from './organisation-acts.ts'
import { buildRandomCity } from './random-city.ts'
import { listSteady } from './steady.ts'

/** See server/README.md: more seeds, and more acts, for as long as one likes. */
const firstSeed = Number(process.env.RANDOM_SEED ?? 1)
const seeds = Array.from({ length: Number(process.env.RANDOM_SEEDS ?? 1) }, (_, index) => firstSeed + index)
const count = Number(process.env.RANDOM_ACTS ?? 1000)
const people = 24
const hour = 3_600_000

let test: TestDatabase
let servers: RunningServer[]
beforeEach(async () => {
  test = await createTestDatabase()
  servers = await Promise.all([startServer(test.url), startServer(test.url), startServer(test.url)])
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await test.drop()
})

const orderAll = (order: Parameters<RunningServer['order']>[0]) =>
  Promise.all(servers.map((server) => server.order(order)))

it.each(seeds)(
  'breaks no promise, whatever families, schools and providers do at once in three processes (chance %i)',
  async (seed) => {
    const processes = servers.map((server) => callOver(() => server.url))
    const [first] = processes
    if (!first) throw new Error('No process.')
    const city = await buildRandomCity(test.db, first)
    const acts = [...familyActs, ...providerActs, ...schoolActs]
    const steady = await listSteady(test.db, city)

    let isActing = true
    // The rounds go on meanwhile, in every process, much more often than once a minute.
    const rounds = (async () => {
      while (isActing) {
        await orderAll('jobs')
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    })()
    const { seen, wrong, told } = await doRandomActs(city, { seed, people, count, acts, processes })
    isActing = false
    await rounds

    const allBroken = async () => [
      ...(await findBrokenPromises(test.db)),
      ...(await findBrokenHolds(test.db)),
      ...(await findBrokenHistories(test.db)),
    ]
    if (process.env.RANDOM_SHOW) process.stderr.write(`${JSON.stringify([...seen].sort())}\n`)
    expect(wrong).toEqual([])
    expect(await allBroken()).toEqual([])
    expect(await findBrokenAnswers(test.db, told)).toEqual([])
    const { overtaken, judged } = await findOvertaken(test.db, steady)
    expect(overtaken).toEqual([])
    expect(judged).toBeGreaterThan(20)

    // It is quiet now: after a round of every process nobody waits beside a place that fits.
    await orderAll('jobs')
    expect(await findWaitingInVain(test.db, new Date())).toEqual([])

    // Time goes on, beyond every deadline that there is: first for one process, which has to do it all, then for the others.
    for (const days of [1, 3, 6]) {
      const aheadMs = days * 24 * hour + hour
      for (const server of servers) await server.order(`clock ${aheadMs}`)
      await servers[0]?.order('jobs')
      const now = new Date(Date.now() + aheadMs)
      expect(await findReservedForEver(test.db, now)).toEqual([])
      await orderAll('jobs')
      expect(await findWaitingInVain(test.db, now)).toEqual([])
      expect(await allBroken()).toEqual([])
    }
    // In a short run chance may leave out what is seldom.
    for (const { name } of count < 1000 ? [] : acts) {
      const met = [...seen].filter(([key]) => key.startsWith(`${name} `))
      expect(met, `nobody ever did: ${name}`).not.toEqual([])
    }
    for (const key of [
      'enrol 201',
      'enrol 200',
      'withdraw 200',
      'accept 200',
      'enrol together 201',
      'swap 201',
    ])
      expect(seen.get(key) ?? 0, key).toBeGreaterThan(0)
  },
  600_000,
)
