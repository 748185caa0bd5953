import type { Schedule } from '@portal/shared/jobs/schedule.ts'
import { keepGoingRound } from '../keep-going-round.ts'
import type { Job } from './all-jobs.ts'

/** So long a process goes without a turn before it takes one, in milliseconds. What is done at night can wait for the next night. */
const quietFor: Partial<Record<Schedule, number>> = { 'every-minute': 180_000, 'every-hour': 7_200_000 }

const lookEveryMs = 30_000

/**
 * Takes turns that nobody asked for: of a job that this process has not done for some minutes, by a clock that never jumps. So what
 * must happen goes on when there is no schedule to ask for it (pg-boss could not start, or the clock of the database was put back and
 * the schedule waits for it). When others did the turns meanwhile this finds nothing to do.
 * @param take does one turn; what it throws was logged
 * @returns `note`: a turn of this job begins; `stop` waits for the turn under way
 */
export function takeUnaskedTurns(
  jobs: readonly Job[],
  take: (job: Job) => Promise<unknown>,
  pace: { quietMs?: number; everyMs?: number } = {},
): { note(job: Job): void; stop(): Promise<void> } {
  const began = new Map(jobs.map((job) => [job, performance.now()]))
  const isQuiet = (job: Job) =>
    performance.now() - (began.get(job) ?? 0) >
    (pace.quietMs ?? quietFor[job.schedule] ?? Number.POSITIVE_INFINITY)
  const stop = keepGoingRound(
    async (isStopping) => {
      for (const job of jobs) {
        if (!isStopping() && isQuiet(job)) await take(job).catch(() => {})
      }
    },
    () => {},
    pace.everyMs ?? lookEveryMs,
  )
  return { note: (job) => void began.set(job, performance.now()), stop }
}
