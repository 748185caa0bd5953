import { namedId } from '../named-id.ts'
import { municipalityId } from '../reference/load-reference.ts'
import type { PlannedEnrolment } from './enrolments.ts'
import type { PlannedOffering } from './offerings.ts'

/** Days from today on which what is left of the held places is for everybody. */
const daysHeld = 9

/**
 * In one offering in West places are held for the demonstration school: three, or as many as leave one for everybody. Rows of
 * `place_hold`; the database counts them.
 */
export function planHolds(
  today: string,
  city: {
    offerings: readonly PlannedOffering[]
    titles: readonly string[]
    enrolments: readonly PlannedEnrolment[]
  },
  schoolId: string,
) {
  const offering = city.offerings.find(
    ({ activity, neighbourhoodCode, mode }) =>
      city.titles[activity] === 'Schaatsen op wielen' &&
      neighbourhoodCode === 'WK079611' &&
      mode === 'direct',
  )
  const last = offering?.sessions.at(-1)
  if (!offering || !last) return []
  const taken = city.enrolments.filter(
    ({ offeringId, status }) => offeringId === offering.id && status === 'placed',
  ).length
  const places = Math.min(3, offering.capacity - taken - 1)
  const until = new Date(Date.parse(`${today}T11:00:00Z`) + daysHeld * 86_400_000)
  if (places < 1 || until >= last.startsAt) return []
  return [
    {
      municipality_id: municipalityId,
      id: namedId('hold', offering.id, schoolId),
      offering_id: offering.id,
      kind: 'school',
      school_id: schoolId,
      places,
      used: 0,
      until: until.toISOString(),
      created_at: `${today}T06:00:00Z`,
    },
  ]
}
