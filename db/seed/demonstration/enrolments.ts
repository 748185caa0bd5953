import { decideEligibility } from '@portal/shared/eligibility/decide-eligibility.ts'
import {
  type BusySession,
  findBusyClashes,
  findLessonClashes,
  type PlannedSession,
  planSession,
} from '@portal/shared/schedule/find-clashes.ts'
import {
  type ClosureFact,
  type SchoolDay,
  schoolDay,
  type TimetableVersion,
} from '@portal/shared/schedule/school-day.ts'
import type { Spot } from '@portal/shared/schedule/travel.ts'
import { namedId } from '../named-id.ts'
import { schoolIdOf } from '../reference/load-reference.ts'
import { postcodeAreas } from '../reference/postcode-areas.ts'
import { schoolHolidays } from '../reference/school-holidays.ts'
import { schools } from '../reference/schools.ts'
import type { PlannedChild } from './families.ts'
import type { PlannedOffering, PlannedPlace } from './offerings.ts'
import type { LessonRow } from './school-life.ts'

export type PlannedEnrolment = {
  id: string
  childId: string
  offeringId: string
  status: 'placed' | 'waitlisted'
  accountId: string
}

type City = {
  today: string
  offerings: PlannedOffering[]
  titles: string[]
  places: PlannedPlace[]
  children: PlannedChild[]
  lessons: LessonRow[]
  timetables: Record<string, unknown>[]
}

const cyclingKmh = 12

const closures: ClosureFact[] = schoolHolidays.map((holiday) => ({
  id: namedId('holiday', holiday.schoolYear, holiday.name),
  schoolId: null,
  replacesId: null,
  applies: true,
  kind: 'holiday',
  name: holiday.name,
  firstDate: holiday.firstDate,
  lastDate: holiday.lastDate,
  lessonsEnd: null,
}))

/** Which part of the places is taken; where there is room, some have little of it and some much. */
const share: Record<string, number> = {
  room: 0.3,
  half: 0.75,
  'nearly-full': 1,
  full: 1,
  closed: 0.9,
  draft: 0,
  'not-open': 0,
  cancelled: 0,
}

/** Most that a full offering has waiting, besides the demonstration accounts. */
const mostWaiting = 3

/**
 * Fills the offerings by the portal's own rules, so that nobody holds a place that the portal would refuse. Full and nearly
 * full ones get the capacity that fits. `first` are tried before all others, for the demonstration accounts; on the list of
 * what they wait for, children stand in front who took something else at that time meanwhile, and will be passed over.
 */
export function planEnrolments(
  city: City,
  first: { title: string; child: PlannedChild; waits: boolean }[],
): PlannedEnrolment[] {
  const rules = rulesOf(city)
  const busy = new Map<string, BusySession[]>()
  const taken: PlannedEnrolment[] = []
  const known = new Set<string>()
  const demoChildren = new Set(first.map(({ child }) => child.id))
  const isBusy = (child: PlannedChild, sessions: PlannedSession[]) =>
    findBusyClashes(sessions, busy.get(child.id) ?? [], cyclingKmh).length > 0

  const keep = (child: PlannedChild, offering: PlannedOffering, waits: boolean) => {
    const id = namedId('enrolment', child.id, offering.id)
    known.add(id)
    taken.push({
      id,
      childId: child.id,
      offeringId: offering.id,
      status: waits ? 'waitlisted' : 'placed',
      accountId: child.accountId,
    })
  }
  const enrol = (child: PlannedChild, offering: PlannedOffering, waits: boolean) => {
    if (known.has(namedId('enrolment', child.id, offering.id))) return false
    const sessions = rules.sessionsFor(child, offering)
    if (!sessions || isBusy(child, sessions)) return false
    keep(child, offering, waits)
    const title = city.titles[offering.activity] ?? ''
    const more = sessions.map((session) => ({ ...session, offeringId: offering.id, title }))
    if (!waits) busy.set(child.id, [...(busy.get(child.id) ?? []), ...more])
    return true
  }

  /** The demonstration accounts rest on the first copy of an activity only. */
  const offeringOf = (title: string) => city.offerings.find((each) => city.titles[each.activity] === title)
  for (const { title, child, waits } of first) {
    const offering = offeringOf(title)
    if (offering && !waits) enrol(child, offering, false)
  }
  const lists: (() => void)[] = []
  for (const [number, offering] of city.offerings.entries()) {
    if (offering.mode !== 'direct') continue
    let count = taken.filter((each) => each.offeringId === offering.id).length
    const more = offering.standing === 'room' ? ((number * 17) % 40) / 100 : 0
    const wanted = Math.round(offering.capacity * ((share[offering.standing] ?? 0) + more))
    const turn = city.children
      .map((_, index) => city.children[(index * 7 + number * 31) % city.children.length])
      .filter((child) => child !== undefined && !demoChildren.has(child.id)) as PlannedChild[]
    for (const child of turn) {
      if (count >= wanted) break
      if (enrol(child, offering, false)) count += 1
    }
    if (offering.standing === 'nearly-full') offering.capacity = Math.max(1, count + 1 + (number % 2))
    if (offering.standing !== 'full' || count === 0) continue
    offering.capacity = count
    lists.push(() => {
      const waiting = first.filter((each) => each.waits && offeringOf(each.title) === offering)
      const isPassedOver = (child: PlannedChild) => {
        const sessions = rules.sessionsFor(child, offering)
        return sessions !== null && isBusy(child, sessions)
      }
      if (waiting.length > 0) {
        const others = turn.filter((child) => !known.has(namedId('enrolment', child.id, offering.id)))
        for (const child of others.filter(isPassedOver).slice(0, 2)) keep(child, offering, true)
      }
      let waits = 0
      for (const child of turn) if (waits < mostWaiting && enrol(child, offering, true)) waits += 1
      for (const { child } of waiting) enrol(child, offering, true)
    })
  }
  // Only when all places are given is it known who took something else.
  for (const fill of lists) fill()
  return taken
}

/** What of the rules does not change while places are given: eligibility, lessons and the way from school. */
function rulesOf(city: City) {
  const places = new Map(city.places.map((place) => [place.id, place]))
  const versions = timetablesBySchool(city)
  const spots = new Map<string, Spot>(
    schools.map((school) => {
      const area = postcodeAreas.find((each) => each.postcode4 === school.postcode?.slice(0, 4))
      const schoolId = schoolIdOf(school)
      const latitude = area?.latitude ?? null
      return [schoolId, { placeId: null, schoolId, latitude, longitude: area?.longitude ?? null }]
    }),
  )
  const days = new Map<string, SchoolDay>()
  const dayOf = (child: PlannedChild) => (date: string) => {
    const key = `${child.schoolId} ${child.year} ${date}`
    const day =
      days.get(key) ??
      schoolDay(date, versions.get(child.schoolId) ?? [], closures, {
        year: child.year,
        groupId: child.groupId,
      })
    days.set(key, day)
    return day
  }
  const planned = new Map<string, PlannedSession[]>()
  const sessionsOf = (offering: PlannedOffering) => {
    const place = places.get(offering.placeId)
    const spot = {
      placeId: offering.placeId,
      schoolId: null,
      latitude: place?.latitude ?? null,
      longitude: place?.longitude ?? null,
    }
    const sessions =
      planned.get(offering.id) ??
      offering.sessions.map((session) => planSession({ ...session, spot }, 'Europe/Amsterdam'))
    planned.set(offering.id, sessions)
    return sessions
  }
  return {
    /** The sessions, when the child may come and they fit beside its lessons; else null. */
    sessionsFor(child: PlannedChild, offering: PlannedOffering): PlannedSession[] | null {
      const sessions = sessionsOf(offering)
      const firstDate = sessions[0]?.date
      const spot = spots.get(child.schoolId)
      if (!firstDate || !spot || offering.invitedOnly) return null
      const refusals = decideEligibility(
        {
          birthDate: child.birthDate,
          homeNeighbourhoods: [child.neighbourhoodCode],
          school: { id: child.schoolId, sector: child.sector, neighbourhood: child.schoolNeighbourhood },
          year: child.year,
          isInvited: false,
        },
        { ...offering, neighbourhoods: [offering.neighbourhoodCode], firstDate },
      )
      if (refusals.length > 0) return null
      const clashes = findLessonClashes(sessions, dayOf(child), spot, { cyclingKmh, inSchoolTime: false })
      return clashes.length > 0 ? null : sessions
    },
  }
}

function timetablesBySchool(city: City): Map<string, TimetableVersion[]> {
  return new Map(
    city.timetables
      .filter((timetable) => timetable.status === 'published')
      .map((timetable) => [
        String(timetable.school_id),
        [
          {
            validFrom: String(timetable.valid_from),
            lessons: city.lessons
              .filter((lesson) => lesson.timetable_id === timetable.id)
              .map((lesson) => ({
                weekday: lesson.weekday,
                startTime: lesson.starts_at,
                endTime: lesson.ends_at,
                year: lesson.year,
                groupId: null,
              })),
          },
        ],
      ]),
  )
}
