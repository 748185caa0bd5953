import type { Backlog, BacklogState } from './job.ts'

/** What became due within these two minutes is next in line, not late: jobs run once a minute. */
const graceMs = 120_000

/**
 * How the jobs stand at a glance, the worst first: `stopped` when no process does any; `failing` when the last turns of one ended with
 * an error; `behind` when something is due for longer than two minutes; else `well`.
 */
export function judgeBacklog(backlog: Omit<Backlog, 'state'>): BacklogState {
  if (backlog.processes === 0) return 'stopped'
  if (backlog.jobs.some((job) => job.failing > 0)) return 'failing'
  const due = [...backlog.overdue.map(({ since }) => since), ...backlog.jobs.map((job) => job.waitingSince)]
  const isLate = (since: string | null) =>
    since !== null && Date.parse(backlog.at) - Date.parse(since) > graceMs
  return due.some(isLate) ? 'behind' : 'well'
}
