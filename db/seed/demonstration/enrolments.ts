import { decideEligibility } from '@portal/shared/eligibility/decide-eligibility.ts'
import {
  type BusySession,
  findBusyClashes,
  findLessonClashes,
  planSession,
} from '@portal/shared/schedule/find-clashes.ts'
import { addDays } from '@portal/shared/schedule/local-time.ts'
import { type ClosureFact, schoolDay, type TimetableVersion } from '@portal/shared/schedule/school-day.ts'
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

const share: Record<string, number> = {
  room: 0.3,
  half: 0.6,
  'nearly-full': 1,
  full: 1,
  closed: 0.8,
  draft: 0,
  'not-open': 0,
  cancelled: 0,
}

/**
 * Fills the offerings by the portal's own rules, so that nobody holds a place that the portal would refuse. Full and nearly
 * full ones get the capacity that fits. `first` are tried before all others, for the demonstration accounts.
 */
export function planEnrolments(
  city: City,
  first: { title: string; child: PlannedChild; waits: boolean }[],
): PlannedEnrolment[] {
  const busy = new Map<string, BusySession[]>()
  const taken: PlannedEnrolment[] = []
  const versions = timetablesBySchool(city)
  const demoChildren = new Set(first.map(({ child }) => child.id))

  const fits = (child: PlannedChild, offering: PlannedOffering) => {
    const firstDate = offering.sessions[0]?.startsAt.toISOString().slice(0, 10)
    if (!firstDate || offering.invitedOnly) return null
    const refusals = decideEligibility(
      {
        birthDate: child.birthDate,
        homeNeighbourhoods: [child.neighbourhoodCode],
        school: { id: child.schoolId, sector: child.sector, neighbourhood: child.schoolNeighbourhood },
        year: child.year,
        isInvited: false,
      },
      {
        audience: offering.audience,
        neighbourhoods: [offering.neighbourhoodCode],
        schools: [],
        ageMin: offering.ageMin,
        ageMax: offering.ageMax,
        years: [],
        invitedOnly: offering.invitedOnly,
        firstDate,
      },
    )
    if (refusals.length > 0) return null
    const place = city.places.find((each) => each.id === offering.placeId)
    const school = schools.find((each) => schoolIdOf(each) === child.schoolId)
    const area = postcodeAreas.find((each) => each.postcode4 === school?.postcode?.slice(0, 4))
    const sessions = offering.sessions.map((session) =>
      planSession(
        {
          ...session,
          spot: {
            placeId: offering.placeId,
            schoolId: null,
            latitude: place?.latitude ?? null,
            longitude: place?.longitude ?? null,
          },
        },
        'Europe/Amsterdam',
      ),
    )
    const schoolSpot = {
      placeId: null,
      schoolId: child.schoolId,
      latitude: area?.latitude ?? null,
      longitude: area?.longitude ?? null,
    }
    const dayOf = (date: string) =>
      schoolDay(date, versions.get(child.schoolId) ?? [], closures, {
        year: child.year,
        groupId: child.groupId,
      })
    const clashes = [
      ...findLessonClashes(sessions, dayOf, schoolSpot, { cyclingKmh: 12, inSchoolTime: false }),
      ...findBusyClashes(sessions, busy.get(child.id) ?? [], 12),
    ]
    return clashes.length > 0 ? null : sessions
  }

  const enrol = (child: PlannedChild, offering: PlannedOffering, waits: boolean) => {
    const sessions = fits(child, offering)
    if (!sessions) return false
    taken.push({
      id: namedId('enrolment', child.id, offering.id),
      childId: child.id,
      offeringId: offering.id,
      status: waits ? 'waitlisted' : 'placed',
      accountId: child.accountId,
    })
    if (!waits) {
      const title = city.titles[offering.activity] ?? ''
      busy.set(child.id, [
        ...(busy.get(child.id) ?? []),
        ...sessions.map((session) => ({ ...session, offeringId: offering.id, title })),
      ])
    }
    return true
  }

  for (const { title, child, waits } of first) {
    const offering = city.offerings.find((each) => city.titles[each.activity] === title)
    if (offering && !waits) enrol(child, offering, false)
  }
  for (const [number, offering] of city.offerings.entries()) {
    if (offering.mode !== 'direct') continue
    const wanted = Math.round(offering.capacity * (share[offering.standing] ?? 0))
    const already = () =>
      taken.filter((each) => each.offeringId === offering.id && each.status === 'placed').length
    const turn = city.children.map(
      (_, index) => city.children[(index * 7 + number * 31) % city.children.length],
    )
    for (const child of turn) {
      if (already() >= wanted) break
      if (!child || demoChildren.has(child.id)) continue
      if (taken.some((each) => each.childId === child.id && each.offeringId === offering.id)) continue
      enrol(child, offering, false)
    }
    if (offering.standing === 'nearly-full') offering.capacity = Math.max(1, already() + 1 + (number % 2))
    if (offering.standing !== 'full' || already() === 0) continue
    offering.capacity = already()
    const waiting = first.filter(
      (each) => each.waits && city.titles[offering.activity] === each.title && !hasOther(city, offering),
    )
    let waits = 0
    for (const child of [...turn.slice(0, -1), ...waiting.map(({ child: own }) => own)]) {
      if (!child || (demoChildren.has(child.id) && !waiting.some((each) => each.child.id === child.id)))
        continue
      if (waits >= 3 && !demoChildren.has(child.id)) continue
      if (taken.some((each) => each.childId === child.id && each.offeringId === offering.id)) continue
      if (enrol(child, offering, true)) waits += 1
    }
  }
  return taken
}

/** The demonstration accounts rest on the first copy of an activity only. */
const hasOther = (city: City, offering: PlannedOffering) =>
  city.offerings.find((each) => each.activity === offering.activity)?.id !== offering.id

function timetablesBySchool(city: City): Map<string, TimetableVersion[]> {
  return new Map(
    city.timetables.map((timetable) => [
      String(timetable.school_id),
      [
        {
          validFrom: addDays(String(timetable.valid_from), 0),
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
