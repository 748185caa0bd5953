import type { EnrolmentStatus } from '../enrolments/status.ts'

/**
 * How an offer stands for who has a link to it.
 * - `open`: it can be answered.
 * - `agreed`: somebody said yes, and with whom the child wants a place together have not all said it yet.
 * - `accepted`, `declined`: somebody of the family said so, or the portal because the family had asked for it beforehand.
 * - `expired`: nobody answered in time. `withdrawn`: the child was taken off. `cancelled`: the activity does not go on.
 * - `waiting`: back on the list. `replaced`: there was a later offer, which has a link of its own.
 */
export const offerStates = [
  'open',
  'agreed',
  'accepted',
  'declined',
  'expired',
  'withdrawn',
  'cancelled',
  'waiting',
  'replaced',
] as const
export type OfferState = (typeof offerStates)[number]

export type OfferFacts = {
  /** Of the enrolment, now. */
  status: EnrolmentStatus
  /** A yes waits for the yes of the others of a pair. */
  hasAccepted: boolean
  /** No later offer was made for the same enrolment. */
  isNewest: boolean
  /** Milliseconds since 1970. */
  offeredUntil: number
}

/** How an offer stands. An offer whose time is over cannot be answered, also before anything was done about it. */
export function offerState(
  { status, hasAccepted, isNewest, offeredUntil }: OfferFacts,
  now: number,
): OfferState {
  if (!isNewest) return 'replaced'
  switch (status) {
    case 'offered':
      if (offeredUntil <= now) return 'expired'
      return hasAccepted ? 'agreed' : 'open'
    case 'placed':
    case 'completed':
      return 'accepted'
    case 'declined':
      return 'declined'
    case 'expired':
      return 'expired'
    case 'cancelled':
      return 'cancelled'
    case 'waitlisted':
      return 'waiting'
    default:
      return 'withdrawn'
  }
}

/**
 * How long a no can be taken back. Long enough to notice a wrong tap or to hear from the other parent, short enough that the place
 * is often still there: whoever is next was offered it at once, and does not lose it by this.
 */
export const undoMinutes = 30

/** Why a no cannot be taken back; null when it can. */
export function whyNoUndo(
  no: { answeredAt: number; undoneAt: number | null },
  now: number,
): 'undo-used' | 'undo-too-late' | null {
  if (no.undoneAt !== null) return 'undo-used'
  return now > no.answeredAt + undoMinutes * 60_000 ? 'undo-too-late' : null
}
