import type { Refusal } from '../problem.ts'
import type { Sector } from '../schools/school.ts'
import { ageOn } from './age.ts'

export type ChildFacts = {
  birthDate: string
  /** Neighbourhoods of the municipality in which the child lives: none when it lives elsewhere. */
  homeNeighbourhoods: readonly string[]
  school: { id: string; sector: Sector; neighbourhood: string | null } | null
  /** School year 1-8 (primary) or 1-6 (secondary), when known. */
  year: number | null
  isInvited: boolean
}

export type AudienceFacts = {
  audience: 'neighbourhood' | 'city'
  neighbourhoods: readonly string[]
  schools: readonly string[]
  ageMin: number | null
  ageMax: number | null
  years: readonly number[]
  invitedOnly: boolean
  /** Local date of the first session: the day on which age counts. */
  firstDate: string
}

const isPrimary = (sector: Sector) => sector === 'po' || sector === 'so'

/**
 * Who may come (domain.md, rule 1): every reason why not, none when the child may. A child of 11 in secondary school may
 * choose from both kinds, and so may one of 12 or 13 who is still in primary school.
 */
export function decideEligibility(child: ChildFacts, offering: AudienceFacts): Refusal[] {
  const refusals: Refusal[] = []
  const age = ageOn(child.birthDate, offering.firstDate)
  const ageFacts = { age, ageMin: offering.ageMin, ageMax: offering.ageMax, firstDate: offering.firstDate }
  const inPrimary = child.school !== null && isPrimary(child.school.sector)
  const inSecondary = child.school !== null && !isPrimary(child.school.sector)

  const audienceTooYoung = offering.audience === 'city' && age < 12 && !inSecondary
  const audienceTooOld = offering.audience === 'city' ? age > 17 : age >= 12 && !inPrimary
  if (audienceTooYoung || (offering.ageMin !== null && age < offering.ageMin)) {
    refusals.push({
      code: 'too-young',
      detail: `The child is ${age} on ${offering.firstDate}.`,
      facts: { ...ageFacts, ageMin: offering.ageMin ?? 12 },
    })
  }
  if (audienceTooOld || (offering.ageMax !== null && age > offering.ageMax)) {
    refusals.push({
      code: 'too-old',
      detail: `The child is ${age} on ${offering.firstDate}.`,
      facts: { ...ageFacts, ageMax: offering.ageMax ?? (offering.audience === 'city' ? 17 : 11) },
    })
  }

  const ties = [
    ...child.homeNeighbourhoods,
    ...(child.school?.neighbourhood ? [child.school.neighbourhood] : []),
  ]
  const belongs =
    offering.audience === 'city'
      ? ties.length > 0 || child.school !== null
      : ties.some((code) => offering.neighbourhoods.includes(code))
  if (!belongs) {
    refusals.push({
      code: 'other-neighbourhood',
      detail: 'Neither home nor school lies in a neighbourhood of this offering.',
      facts: { audience: offering.audience, neighbourhoods: offering.neighbourhoods.join(', ') },
    })
  }
  if (offering.schools.length > 0 && !(child.school && offering.schools.includes(child.school.id))) {
    refusals.push({
      code: 'other-school',
      detail: 'This offering is for pupils of other schools.',
      facts: { schools: offering.schools.length },
    })
  }
  if (offering.years.length > 0 && !(child.year !== null && offering.years.includes(child.year))) {
    refusals.push({
      code: 'other-year',
      detail: 'This offering is for other school years.',
      facts: { year: child.year, years: offering.years.join(', ') },
    })
  }
  if (offering.invitedOnly && !child.isInvited) {
    refusals.push({ code: 'not-invited', detail: 'This offering is for invited children.', facts: {} })
  }
  return refusals
}
