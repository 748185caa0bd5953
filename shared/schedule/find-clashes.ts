import type { Refusal, Warning } from '../problem.ts'
import { timeOf, toLocal } from './local-time.ts'
import type { SchoolDay } from './school-day.ts'
import { type Spot, travelMinutes } from './travel.ts'

/** A session to be held, on the local clock as well; minutes since local midnight, end exclusive. */
export type PlannedSession = {
  id: string
  date: string
  start: number
  end: number
  startsAt: number
  endsAt: number
  spot: Spot
}

/** A session of another offering in which the child holds or was offered a place. */
export type BusySession = PlannedSession & { offeringId: string; title: string }

/** Turns moments into what the checks work on; once per offering version. */
export function planSession(
  session: { id: string; startsAt: Date; endsAt: Date; spot: Spot },
  zone: string,
): PlannedSession {
  const start = toLocal(session.startsAt, zone)
  const end = toLocal(session.endsAt, zone)
  return {
    id: session.id,
    date: start.date,
    start: start.minutes,
    end: end.minutes,
    startsAt: session.startsAt.getTime(),
    endsAt: session.endsAt.getTime(),
    spot: session.spot,
  }
}

const sessionFacts = (session: PlannedSession) => ({
  sessionId: session.id,
  date: session.date,
  startTime: timeOf(session.start),
  endTime: timeOf(session.end),
})

/** Keeps the first clash of each kind and counts the sessions it holds for. */
function gather(clashes: Map<string, Refusal>, key: string, make: () => Refusal) {
  const known = clashes.get(key)
  if (known) known.facts.sessions = Number(known.facts.sessions) + 1
  else clashes.set(key, make())
}

/**
 * Clashes of sessions with the lessons of one school, year and group: overlap (`lesson-clash`), or too little time for
 * the way from or to school (`travel-clash`). Depends on nothing of the child itself, so it can be kept per timetable.
 * Only days with lessons have a way to travel. Half open: out at 14:00 and in at 14:00 at the same place is fine.
 */
export function findLessonClashes(
  sessions: readonly PlannedSession[],
  dayOf: (date: string) => SchoolDay,
  school: Spot,
  options: { cyclingKmh: number; inSchoolTime: boolean },
): Refusal[] {
  if (options.inSchoolTime) return []
  const clashes = new Map<string, Refusal>()
  for (const session of sessions) {
    const { lessons } = dayOf(session.date)
    const overlapping = lessons.filter((lesson) => lesson.start < session.end && session.start < lesson.end)
    if (overlapping.length > 0) {
      const lessonsStart = Math.min(...overlapping.map((lesson) => lesson.start))
      const lessonsEnd = Math.max(...overlapping.map((lesson) => lesson.end))
      const minutes = overlapping.reduce(
        (sum, lesson) => sum + Math.min(lesson.end, session.end) - Math.max(lesson.start, session.start),
        0,
      )
      gather(clashes, 'lesson', () => ({
        code: 'lesson-clash',
        detail: `The child has lessons until ${timeOf(lessonsEnd)} on ${session.date}.`,
        facts: {
          ...sessionFacts(session),
          lessonsStart: timeOf(lessonsStart),
          lessonsEnd: timeOf(lessonsEnd),
          minutes,
          sessions: 1,
        },
      }))
      continue
    }
    const need = travelMinutes(school, session.spot, options.cyclingKmh)
    const before = lessons.filter((lesson) => lesson.end <= session.start).at(-1)
    const after = lessons.find((lesson) => lesson.start >= session.end)
    const gaps = [
      ...(before ? [{ gap: session.start - before.end, lessonsEnd: before.end, from: 'school' }] : []),
      ...(after ? [{ gap: after.start - session.end, lessonsEnd: after.start, from: 'activity' }] : []),
    ].filter(({ gap }) => gap < need)
    const [short] = gaps
    if (short) {
      gather(clashes, 'travel', () => ({
        code: 'travel-clash',
        detail: `The way takes ${need} minutes and there are ${short.gap} on ${session.date}.`,
        facts: {
          ...sessionFacts(session),
          [short.from === 'school' ? 'lessonsEnd' : 'lessonsStart']: timeOf(short.lessonsEnd),
          with: short.from === 'school' ? 'lessons-before' : 'lessons-after',
          needMinutes: need,
          gapMinutes: short.gap,
          minutes: need - short.gap,
          sessions: 1,
        },
      }))
    }
  }
  return [...clashes.values()]
}

/** Clashes with other places the child holds: overlap (`session-clash`) or too little time between (`travel-clash`). */
export function findBusyClashes(
  sessions: readonly PlannedSession[],
  busy: readonly BusySession[],
  cyclingKmh: number,
): Refusal[] {
  const clashes = new Map<string, Refusal>()
  const byDate = new Map<string, BusySession[]>()
  for (const other of busy) byDate.set(other.date, [...(byDate.get(other.date) ?? []), other])
  for (const session of sessions) {
    for (const other of byDate.get(session.date) ?? []) {
      const otherFacts = {
        otherOfferingId: other.offeringId,
        otherTitle: other.title,
        otherStart: timeOf(other.start),
        otherEnd: timeOf(other.end),
      }
      if (other.startsAt < session.endsAt && session.startsAt < other.endsAt) {
        const minutes =
          (Math.min(other.endsAt, session.endsAt) - Math.max(other.startsAt, session.startsAt)) / 60_000
        gather(clashes, `session ${other.offeringId}`, () => ({
          code: 'session-clash',
          detail: `The child has "${other.title}" at that time on ${session.date}.`,
          facts: { ...sessionFacts(session), ...otherFacts, minutes, sessions: 1 },
        }))
        continue
      }
      const gap = Math.round(
        (other.endsAt <= session.startsAt
          ? session.startsAt - other.endsAt
          : other.startsAt - session.endsAt) / 60_000,
      )
      const need = travelMinutes(session.spot, other.spot, cyclingKmh)
      if (gap < need) {
        gather(clashes, `travel ${other.offeringId}`, () => ({
          code: 'travel-clash',
          detail: `The way takes ${need} minutes and there are ${gap} on ${session.date}.`,
          facts: {
            ...sessionFacts(session),
            ...otherFacts,
            with: 'activity',
            needMinutes: need,
            gapMinutes: gap,
            minutes: need - gap,
            sessions: 1,
          },
        }))
      }
    }
  }
  return [...clashes.values()]
}

/** Sessions on a day without lessons: worth knowing, no reason to refuse. At most one warning per closure. */
export function findClosureWarnings(
  sessions: readonly PlannedSession[],
  dayOf: (date: string) => SchoolDay,
): Warning[] {
  const warnings = new Map<string, Warning>()
  for (const session of sessions) {
    const { closure } = dayOf(session.date)
    if (!closure || closure.kind === 'short-day' || warnings.has(closure.name)) continue
    warnings.set(closure.name, {
      code: 'session-on-closure',
      detail: `The session of ${session.date} falls on "${closure.name}".`,
      facts: { sessionId: session.id, date: session.date, name: closure.name, kind: closure.kind },
    })
  }
  return [...warnings.values()]
}
