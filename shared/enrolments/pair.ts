import type { EnrolmentStatus } from './status.ts'

/** One of some children who want a place together or not at all. */
export type PairMember = {
  id: string
  status: EnrolmentStatus
  /** Said yes to the offer; the place is theirs when all have. */
  hasAccepted: boolean
  /** The family wants the place when the other stops, too. */
  aloneToo: boolean
}

/** What happens to a member: `placed` and `waitlisted` are new states; `alone` keeps its state, and is of no pair any more. */
export type PairStep = { id: string; becomes: 'placed' | 'waitlisted' | 'alone' }

/**
 * What became of the pair: `waits` for an answer or a place, `together` all have their place, `broken` one of them stopped, `alone`
 * there was only one left before this.
 */
export type PairOutcome = { outcome: 'waits' | 'together' | 'broken' | 'alone'; steps: PairStep[] }

const isOver = ({ status }: PairMember) =>
  status === 'declined' || status === 'expired' || status === 'withdrawn' || status === 'cancelled'

/**
 * Both or none, also when the answers come one by one: a yes is kept until all have said it. When one stops the pair is no more:
 * who waited keeps the own turn; who was offered goes back to it, or, when the family said "alone too", has the place (after a yes)
 * or the offer (before it) alone. A place that is had already is never lost because another stops.
 */
export function settlePair(members: readonly PairMember[]): PairOutcome {
  const live = members.filter((member) => !isOver(member))
  const [only] = members
  // The others are of the pair no more, or not even there: nobody to wait for, and nothing was lost.
  if (only && members.length === 1) {
    const isYes = only.status === 'offered' && only.hasAccepted
    return {
      outcome: 'alone',
      steps: isOver(only) ? [] : [{ id: only.id, becomes: isYes ? 'placed' : 'alone' }],
    }
  }
  if (live.length === members.length) {
    const offered = live.filter(({ status }) => status === 'offered')
    const isWhole = live.every(
      ({ status, hasAccepted }) => status === 'placed' || (status === 'offered' && hasAccepted),
    )
    if (!isWhole) return { outcome: 'waits', steps: [] }
    return { outcome: 'together', steps: offered.map(({ id }) => ({ id, becomes: 'placed' })) }
  }
  return {
    outcome: 'broken',
    steps: live.map((member) => ({ id: member.id, becomes: withoutOthers(member) })),
  }
}

function withoutOthers({ status, hasAccepted, aloneToo }: PairMember): PairStep['becomes'] {
  if (status !== 'offered') return 'alone'
  if (!aloneToo) return 'waitlisted'
  return hasAccepted ? 'placed' : 'alone'
}
