import { type Backlog, type JobState, jobNames, overdueKinds } from '@portal/shared/jobs/job.ts'
import { schedules } from '@portal/shared/jobs/schedule.ts'
import { describe, expect, it } from 'vitest'
import words from '../i18n/nl/jobs.json'
import { doneText, lastText, scheduleText, stateText, waitingText, whenText } from './job-text.ts'

const now = new Date('2026-11-24T09:05:00Z')
const job: JobState = {
  name: 'expire-offers',
  schedule: 'every-minute',
  last: null,
  failing: 0,
  failedToday: 0,
  waiting: 0,
  waitingSince: null,
  nextAt: null,
}
const ran = (changes: Partial<NonNullable<JobState['last']>>): JobState => ({
  ...job,
  last: {
    startedAt: '2026-11-24T09:04:00Z',
    endedAt: '2026-11-24T09:04:00.400Z',
    outcome: 'done',
    done: 0,
    ...changes,
  },
})
const backlog = (changes: Partial<Backlog>): Backlog => ({
  state: 'well',
  at: now.toISOString(),
  processes: 1,
  overdue: [],
  jobs: [job],
  ...changes,
})

describe('the jobs in words', () => {
  it('has words for every job, schedule and kind of backlog', () => {
    const keys = [
      ...jobNames.flatMap((name) => ['', '.text', '.done', '.done.one'].map((end) => `job.${name}${end}`)),
      ...schedules.map((schedule) => `schedule.${schedule}`),
      ...overdueKinds.map((kind) => `overdue.${kind}`),
    ]
    expect(keys.filter((key) => !(key in words))).toEqual([])
  })

  it('says when one ran last and how long it took', () => {
    expect(lastText(job, now)).toBe('Nog niet')
    expect(lastText(ran({}), now)).toBe('vandaag om 10.04, klaar in minder dan 1 seconde')
    expect(lastText(ran({ endedAt: '2026-11-24T09:06:05Z' }), now)).toBe(
      'vandaag om 10.04, klaar in 2 minuten',
    )
    expect(lastText(ran({ outcome: 'failed' }), now)).toBe('vandaag om 10.04, ging mis')
    expect(lastText(ran({ outcome: 'running', endedAt: null }), now)).toBe('vandaag om 10.04, nog bezig')
    expect(whenText('2026-11-23T23:30:00Z', now)).toBe('vandaag om 00.30')
    expect(whenText('2026-11-23T22:30:00Z', now)).toBe('maandag 23 november om 23.30')
  })

  it('says what it did', () => {
    expect(doneText(ran({ done: null }))).toBeNull()
    expect(doneText(ran({}))).toBe('Er was niets te doen')
    expect(doneText(ran({ done: 1 }))).toBe('1 plek vervallen')
    expect(doneText(ran({ done: 5000 }))).toBe('5000 plekken vervallen')
  })

  it('says how often one runs and when again, and that it waits when that is not as usual', () => {
    expect(scheduleText(job, now)).toBe('Elke minuut')
    const next = { ...job, nextAt: '2026-11-24T09:06:00Z' }
    expect(scheduleText(next, now)).toBe('Elke minuut, weer vandaag om 10.06')
    expect(waitingText({ ...job, waiting: 1, waitingSince: '2026-11-24T09:04:58Z' }, now)).toBeNull()
    expect(waitingText({ ...job, waiting: 1, waitingSince: '2026-11-24T09:01:00Z' }, now)).toBe(
      'Nog niet begonnen, gevraagd vandaag om 10.01',
    )
  })

  it('says at a glance how it stands', () => {
    const overdue: Backlog['overdue'] = [
      { kind: 'offers', count: 2, since: '2026-11-24T09:00:00Z' },
      { kind: 'consents', count: 1, since: '2026-11-24T08:00:00Z' },
    ]
    expect(stateText(backlog({}), now)).toMatchObject({ tone: 'ok', title: 'Alles loopt' })
    expect(stateText(backlog({ overdue }), now).text).toContain('3 dingen zijn net aan de beurt')
    const behind = stateText(backlog({ state: 'behind', overdue }), now)
    expect(behind).toMatchObject({ tone: 'warning', title: '3 plekken wachten op verwerking' })
    expect(behind.text).toContain('sinds vandaag om 09.00')
    const late = [{ ...job, waiting: 1, waitingSince: '2026-11-24T08:30:00Z' }]
    expect(stateText(backlog({ state: 'behind', jobs: late }), now).title).toBe(
      'Een taak is nog niet begonnen',
    )
    expect(stateText(backlog({ state: 'failing' }), now).tone).toBe('error')
    expect(stateText(backlog({ state: 'stopped' }), now).title).toBe('De planning staat stil')
  })
})
