import { describe, expect, it } from 'vitest'
import type { Backlog, JobState } from './job.ts'
import { judgeBacklog } from './judge-backlog.ts'

const job: JobState = {
  name: 'expire-offers',
  schedule: 'every-minute',
  last: null,
  failing: 0,
  failedToday: 0,
  waiting: 0,
  waitingSince: null,
  nextAt: '2026-11-24T09:01:00Z',
}
const backlog = (changes: Partial<Backlog>): Backlog => ({
  state: 'well',
  at: '2026-11-24T09:00:00Z',
  processes: 1,
  overdue: [{ kind: 'offers', count: 0, since: null }],
  jobs: [job],
  ...changes,
})

describe('how the jobs stand', () => {
  it('is well when nothing is late', () => {
    expect(judgeBacklog(backlog({}))).toBe('well')
  })

  it('is well when something became due just now: its turn comes', () => {
    const overdue: Backlog['overdue'] = [{ kind: 'offers', count: 3, since: '2026-11-24T08:58:30Z' }]
    expect(judgeBacklog(backlog({ overdue }))).toBe('well')
  })

  it('is behind when something is due for longer, or a turn was not begun', () => {
    const overdue: Backlog['overdue'] = [{ kind: 'consents', count: 3, since: '2026-11-24T08:57:00Z' }]
    expect(judgeBacklog(backlog({ overdue }))).toBe('behind')
    const waits = { ...job, waiting: 1, waitingSince: '2026-11-24T08:50:00Z' }
    expect(judgeBacklog(backlog({ jobs: [job, waits] }))).toBe('behind')
  })

  it('is failing when the last turn of one failed, even when it had gone well before', () => {
    expect(judgeBacklog(backlog({ jobs: [job, { ...job, failing: 1 }] }))).toBe('failing')
    expect(judgeBacklog(backlog({ jobs: [{ ...job, failedToday: 4 }] }))).toBe('well')
  })

  it('is stopped when no process does any', () => {
    expect(judgeBacklog(backlog({ processes: 0, jobs: [{ ...job, failing: 1 }] }))).toBe('stopped')
  })
})
