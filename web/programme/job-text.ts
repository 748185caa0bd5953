import type { Backlog, JobState } from '@portal/shared/jobs/job.ts'
import words from '../i18n/nl/jobs.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchTime, today } from '../ui/dates.ts'

const t = wordsOf(words)
const clock = new Intl.DateTimeFormat('nl-NL', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/Amsterdam',
})

/** A moment as "vandaag om 10.05", or with its day. */
export function whenText(iso: string, now = new Date()): string {
  const time = dutchTime(clock.format(new Date(iso)))
  const day = today(new Date(iso))
  return day === today(now) ? t('when.today', { time }) : t('when.other', { day: dutchDay(day), time })
}

function tookText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 1) return t('took.short')
  if (seconds === 1) return t('took.second')
  if (seconds < 60) return t('took.seconds', { count: seconds })
  const minutes = Math.round(seconds / 60)
  return minutes === 1 ? t('took.minute') : t('took.minutes', { count: minutes })
}

/** When a job ran last, and how long that took. */
export function lastText({ last }: JobState, now = new Date()): string {
  if (!last) return t('last.none')
  const when = whenText(last.startedAt, now)
  if (last.outcome !== 'done' || last.endedAt === null)
    return t(last.outcome === 'failed' ? 'last.failed' : 'last.running', { when })
  return t('last.took', { when, took: tookText(Date.parse(last.endedAt) - Date.parse(last.startedAt)) })
}

/** How much a job did the last time; null when it does not count. */
export function doneText({ name, last }: JobState): string | null {
  const count = last?.done ?? null
  if (count === null) return null
  if (count === 0) return t('done.nothing')
  return count === 1 ? t(`job.${name}.done.one`) : t(`job.${name}.done`, { count })
}

/** How often, and when again. */
export function scheduleText({ schedule, nextAt }: JobState, now = new Date()): string {
  const often = t(`schedule.${schedule}`)
  return nextAt === null ? often : t('schedule.next', { schedule: often, when: whenText(nextAt, now) })
}

const routineMs = 60_000

/** Since when a turn waits to begin; null for the seconds that every turn waits. */
export function waitingText({ waitingSince }: JobState, now = new Date()): string | null {
  if (waitingSince === null || now.getTime() - Date.parse(waitingSince) < routineMs) return null
  return t('waiting.since', { when: whenText(waitingSince, now) })
}

export const overdueCount = (backlog: Backlog): number =>
  backlog.overdue.reduce((sum, { count }) => sum + count, 0)

/** How all of it stands: a tone, a title, and what that means. */
export function stateText(
  backlog: Backlog,
  now = new Date(),
): { tone: 'ok' | 'warning' | 'error'; title: string; text: string } {
  const { state } = backlog
  const count = overdueCount(backlog)
  if (state === 'failing' || state === 'stopped')
    return { tone: 'error', title: t(`state.${state}`), text: t(`state.${state}.text`) }
  if (state === 'well') {
    const soon = count === 1 ? t('state.well.soon.one') : t('state.well.soon', { count })
    return { tone: 'ok', title: t('state.well'), text: count === 0 ? t('state.well.text') : soon }
  }
  const places = count === 1 ? t('state.behind.places.one') : t('state.behind.places', { count })
  const [since] = [
    ...backlog.overdue.map((each) => each.since),
    ...backlog.jobs.map((job) => job.waitingSince),
  ]
    .filter((each) => each !== null)
    .sort()
  return {
    tone: 'warning',
    title: count === 0 ? t('state.behind.turns') : places,
    text: t('state.behind.text', { since: whenText(since ?? backlog.at, now) }),
  }
}
