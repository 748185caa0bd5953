import { setTimeout as sleep } from 'node:timers/promises'
import { cronOf } from '@portal/shared/jobs/schedule.ts'
import { PgBoss } from 'pg-boss'
import type { Dependencies } from '../app-env.ts'
import type { Job } from './all-jobs.ts'
import { queueOf, queuesSchema } from './queues.ts'
import { type JobResult, runJob } from './run-job.ts'
import { takeUnaskedTurns } from './unasked-turns.ts'

/** Of the two seconds that a stop has: what is under way may end by itself, then it is left for another turn. */
const graceMs = 1000
const stopMs = 1900

/** Between two tries to start, in milliseconds; the last one goes on for ever. */
const triesAfter = [1000, 2000, 5000, 15_000, 30_000] as const

const saySeldomMs = 10_000

export type OpenJobs = {
  /** Resolves when this process does jobs; never when it is stopped before it could. */
  started: Promise<void>
  /** Ends within two seconds: no new turn begins, those under way are told to stop. */
  stop(): Promise<void>
}

/** Besides the address for tests: seconds between two looks for something to do, and when a turn is taken unasked. */
type Where = { url: string; everySeconds?: number; unasked?: { quietMs: number; everyMs: number } }

type TakeTurn = (job: Job, isCutOff?: () => boolean) => Promise<JobResult>

/**
 * Does jobs in this process: the schedule and the queue are kept by pg-boss in a schema of its own on the same database, shared by all
 * processes. Each job gets a turn now, for what a crash left, and then by its schedule. Nothing of it ends the process: without a
 * right to make the schema, or while the database is away, the portal serves, says so in the log, tries again, and meanwhile does
 * what is due without a schedule (unasked-turns.ts).
 */
export function openJobs(deps: Dependencies, jobs: readonly Job[], where: Where): OpenJobs {
  const stopping = new AbortController()
  const started = Promise.withResolvers<void>()
  let boss: PgBoss | null = null
  const take: TakeTurn = (job, isCutOff = () => false) => {
    unasked.note(job)
    return runJob(deps, job, () => stopping.signal.aborted || isCutOff())
  }
  const unasked = takeUnaskedTurns(jobs, take, where.unasked)

  const tryForever = async () => {
    for (let tries = 0; !stopping.signal.aborted; tries += 1) {
      boss = makeBoss(deps, where.url)
      try {
        await begin(deps, boss, jobs, take, where.everySeconds)
        if (tries > 0) deps.log.warn({ event: 'jobs-started', tries }, 'the jobs run now')
        return started.resolve()
      } catch (error) {
        if (stopping.signal.aborted) return
        const again = triesAfter[Math.min(tries, triesAfter.length - 1)]
        deps.log.error(
          { event: 'jobs-not-started', err: error, againInMs: again },
          'the portal serves, but the schedule of its jobs does not run; it does what is due every few minutes, and tries again',
        )
        await boss.stop({ graceful: false }).catch(() => {})
        await sleep(again, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }
  void tryForever()

  return {
    started: started.promise,
    async stop() {
      stopping.abort()
      const ended = boss?.stop({ graceful: true, timeout: graceMs }).catch((error: unknown) => {
        deps.log.warn({ event: 'jobs-not-stopped', err: error })
      })
      await Promise.race([Promise.all([ended, unasked.stop()]), sleep(stopMs, undefined, { ref: false })])
    },
  }
}

function makeBoss(deps: Dependencies, url: string): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    schema: queuesSchema,
    max: 2,
    connectionTimeoutMillis: 5000,
    application_name: 'portal jobs',
    instanceName: deps.municipality.id,
    options: '-c TimeZone=UTC -c statement_timeout=30s -c lock_timeout=10s',
    // A job that is due on the minute begins within some seconds of it.
    cronMonitorIntervalSeconds: 5,
    cronWorkerIntervalSeconds: 1,
    openTelemetry: { enabled: false },
  })
  // While the database is away each queue says so every other second.
  let saidAt = Number.NEGATIVE_INFINITY
  let unsaid = 0
  boss.on('error', (error) => {
    unsaid += 1
    if (performance.now() - saidAt < saySeldomMs) return
    deps.log.warn({ event: 'jobs-trouble', err: error, times: unsaid }, 'trouble with the jobs')
    saidAt = performance.now()
    unsaid = 0
  })
  boss.on('warning', (warning) => deps.log.warn({ event: 'jobs-warning', warning: warning.message }))
  return boss
}

async function begin(
  deps: Dependencies,
  boss: PgBoss,
  jobs: readonly Job[],
  take: TakeTurn,
  everySeconds = 2,
): Promise<void> {
  await boss.start()
  const m = deps.municipality
  const known = new Set(jobs.map((job) => queueOf(m.id, job.name)))
  for (const { name } of await boss.getSchedules()) {
    // Of an earlier version: nobody would ever come for it.
    if (name.startsWith(queueOf(m.id, '')) && !known.has(name)) await boss.unschedule(name)
  }
  for (const job of jobs) {
    const queue = queueOf(m.id, job.name)
    const options = {
      // After a turn that failed: at once, then after some seconds; the next minute brings another one anyway.
      retryLimit: 2,
      retryDelay: 5,
      // A process that died is noticed by its silence.
      heartbeatSeconds: 30,
      expireInSeconds: 900,
      deleteAfterSeconds: 86_400,
    }
    // `short`: of each job at most one turn waits, however long nobody came. Two may be under way at once, so that the turn of a
    // process that died holds up nobody.
    await boss.createQueue(queue, { ...options, policy: 'short' })
    await boss.work(queue, { pollingIntervalSeconds: everySeconds }, ([turn]) =>
      take(job, () => turn?.signal.aborted === true),
    )
    await boss.schedule(queue, cronOf[job.schedule], null, { tz: m.timeZone })
    await boss.send(queue)
  }
}
