import type { Refusal } from '../problem.ts'

/** One who waits. `holds`: ids of the holds whose places it may have, in the order of matchingHolds; `pairId`: it wants a place together with who has the same. */
export type Candidate = {
  enrolmentId: string
  priorityClass: number
  joinedNumber: number
  pairId: string | null
  refusals: readonly Refusal[]
  holds: readonly string[]
}

/** Free places: for everybody, and of each hold that is open what is left. */
export type Room = { general: number; holds: readonly { id: string; left: number }[] }

/** `holdId`: whose held place it is; null: one for everybody. */
export type Offer<Each> = { candidate: Each; holdId: string | null }
export type PassedOver<Each> = { candidate: Each; reason: Refusal }

type Turn = Pick<Candidate, 'priorityClass' | 'joinedNumber'>
const byTurn = (a: Turn, b: Turn) => a.priorityClass - b.priorityClass || a.joinedNumber - b.joinedNumber

/** Those who want a place together, each with its turn: that of the member who comes last. In order of turns. */
function unitsOf<Each extends Candidate>(candidates: readonly Each[]): Each[][] {
  const units = new Map<string, Each[]>()
  for (const candidate of [...candidates].sort(byTurn)) {
    const key = candidate.pairId === null ? `one ${candidate.enrolmentId}` : `pair ${candidate.pairId}`
    units.set(key, [...(units.get(key) ?? []), candidate])
  }
  const turnOf = (unit: readonly Each[]) => unit.at(-1) ?? { priorityClass: 0, joinedNumber: 0 }
  return [...units.values()].sort((a, b) => byTurn(turnOf(a), turnOf(b)))
}

/** Who got which place. A held place that was given before goes to somebody else where the first can have another one. */
class Seats<Each extends Candidate> {
  readonly #room: Room
  #general: Each[] = []
  #held = new Map<string, Each[]>()

  constructor(room: Room) {
    this.#room = room
  }

  get isFull(): boolean {
    return (
      this.#general.length >= this.#room.general &&
      this.#room.holds.every(({ id, left }) => this.#of(id).length >= left)
    )
  }

  get free(): number {
    const left = this.#room.holds.reduce(
      (sum, hold) => sum + Math.max(0, hold.left - this.#of(hold.id).length),
      0,
    )
    return Math.max(0, this.#room.general - this.#general.length) + left
  }

  get offers(): Offer<Each>[] {
    return [
      ...[...this.#held].flatMap(([holdId, seated]) => seated.map((candidate) => ({ candidate, holdId }))),
      ...this.#general.map((candidate) => ({ candidate, holdId: null })),
    ].sort((a, b) => byTurn(a.candidate, b.candidate))
  }

  /** Seats all of them, or none. */
  seat(unit: readonly Each[]): boolean {
    const before = { general: [...this.#general], held: new Map(this.#held) }
    if (unit.every((each) => this.#seatOne(each))) return true
    this.#general = before.general
    this.#held = before.held
    return false
  }

  #of(holdId: string): Each[] {
    return this.#held.get(holdId) ?? []
  }

  /** A held place first: it is of no use to most others. */
  #seatOne(candidate: Each): boolean {
    if (this.#seatHeld(candidate, new Set())) return true
    if (this.#general.length >= this.#room.general) return false
    this.#general = [...this.#general, candidate]
    return true
  }

  #seatHeld(candidate: Each, tried: Set<string>): boolean {
    for (const id of candidate.holds) {
      const left = this.#room.holds.find((hold) => hold.id === id)?.left ?? 0
      if (tried.has(id)) continue
      tried.add(id)
      const seated = this.#of(id)
      if (seated.length < left) {
        this.#held.set(id, [...seated, candidate])
        return true
      }
      const moves = seated.find((each) => this.#seatHeld(each, tried))
      if (moves) {
        this.#held.set(id, [...this.#of(id).filter((each) => each !== moves), candidate])
        return true
      }
    }
    return false
  }
}

const doesNotFit = {
  code: 'pair-does-not-fit',
  detail: 'It does not fit whom it is with.',
  facts: {},
} as const
const onlyHeld = {
  code: 'only-held-places-free',
  detail: 'The free places are held for others.',
  facts: {},
} as const

function whyNoSeat(unit: readonly Candidate[], free: number): Refusal {
  if (unit.length === 1) return onlyHeld
  return {
    code: 'pair-needs-more-places',
    detail: `${unit.length} want a place together.`,
    facts: { needed: unit.length, free },
  }
}

/**
 * Who is offered the free places: by priority class (lower first), then by moment of joining. Passed over, with the reason, and
 * keeping its turn: for whom it does not fit now; who is not meant when only held places are left; and those who want places
 * together (their turn is that of who joined last) while there are not enough. Who comes after the last place was given is in
 * neither list. Whoever waits together has to be among the candidates together.
 */
export function nextOffers<Each extends Candidate>(
  candidates: readonly Each[],
  room: Room,
): { offered: Offer<Each>[]; passedOver: PassedOver<Each>[] } {
  const seats = new Seats<Each>(room)
  const passedOver: PassedOver<Each>[] = []
  for (const unit of unitsOf(candidates)) {
    if (seats.isFull) break
    if (unit.some((each) => each.refusals.length > 0)) {
      for (const candidate of unit)
        passedOver.push({ candidate, reason: candidate.refusals[0] ?? doesNotFit })
    } else if (!seats.seat(unit)) {
      const reason = whyNoSeat(unit, seats.free)
      for (const candidate of unit) passedOver.push({ candidate, reason })
    }
  }
  return { offered: seats.offers, passedOver }
}
