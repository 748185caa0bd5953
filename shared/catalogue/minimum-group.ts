import { addDays } from '../schedule/local-time.ts'
import type { OfferingStatus } from './offering.ts'

/** So many days before the first session the provider decides, unless it named another day. */
const daysToDecide = 7

/** `firstDate` null: no sessions yet. Dates are local, YYYY-MM-DD. `taken`: places that children have, offered ones too. */
export type GroupFacts = {
  status: OfferingStatus
  minimumGroup: number | null
  /** The day that the provider named; null: the usual one. */
  decideBy: string | null
  firstDate: string | null
  taken: number
  /** The provider lets it run with fewer. */
  runsAnyway: boolean
}

/**
 * How an offering stands to its minimum group:
 * - `none`: it has no minimum, or nothing is to be decided (a draft, cancelled, begun)
 * - `enough`: as many as are needed, or its provider lets it run with fewer
 * - `gathering`: fewer, and the day to decide has not come
 * - `at-risk`: fewer, from the day to decide on until the day of the first session, both included
 */
export type GroupState = 'none' | 'enough' | 'gathering' | 'at-risk'

/** The day on which the provider decides at the latest; null without a minimum or without sessions. Never after the first session. */
export function dayToDecide({
  minimumGroup,
  decideBy,
  firstDate,
}: Pick<GroupFacts, 'minimumGroup' | 'decideBy' | 'firstDate'>): string | null {
  if (minimumGroup === null || firstDate === null) return null
  const day = decideBy ?? addDays(firstDate, -daysToDecide)
  return day < firstDate ? day : firstDate
}

/** See GroupState. `today`: the local date. */
export function groupState(facts: GroupFacts, today: string): GroupState {
  const { status, minimumGroup, firstDate, taken, runsAnyway } = facts
  if (minimumGroup === null || (status !== 'published' && status !== 'hidden')) return 'none'
  const decideOn = dayToDecide(facts)
  if (firstDate !== null && today > firstDate) return 'none'
  if (runsAnyway || taken >= minimumGroup) return 'enough'
  return decideOn !== null && today >= decideOn ? 'at-risk' : 'gathering'
}
