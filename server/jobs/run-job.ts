import type { Dependencies } from '../app-env.ts'
import type { Job } from './all-jobs.ts'

/** What is kept of a turn that went well: a count, never whom it was about. */
export type JobResult = { done: number | null }

/** What is kept of a turn that failed: which kind of error. The log has all of it; the message of a statement may hold what was in a row. */
class JobFailed extends Error {
  constructor(error: unknown) {
    const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
    super([name, code].filter((each) => typeof each === 'string' && /^[\w-]{1,60}$/.test(each)).join(' '))
    this.name = 'JobFailed'
    this.stack = ''
  }
}

/**
 * One turn of a job.
 * @throws JobFailed when it failed, so that it is tried again
 */
export async function runJob(deps: Dependencies, job: Job, isStopping: () => boolean): Promise<JobResult> {
  const start = performance.now()
  try {
    const done = await job.work(deps, isStopping)
    const ms = Math.round(performance.now() - start)
    deps.log.debug({ event: 'job-done', job: job.name, ms, ...(typeof done === 'number' ? { done } : {}) })
    return { done: typeof done === 'number' ? done : null }
  } catch (error) {
    deps.log.warn({ event: 'job-failed', job: job.name, err: error }, 'a job failed and is tried again')
    throw new JobFailed(error)
  }
}
