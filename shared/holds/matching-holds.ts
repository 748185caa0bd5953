/**
 * Places that are held for some until a moment (domain.md, rule 3). `until`: milliseconds since 1970; from that moment on the hold
 * holds nothing any more, even when nobody has released it yet.
 */
export type Hold = {
  id: string
  kind: 'school' | 'neighbourhood' | 'invited'
  schoolId: string | null
  neighbourhoodCode: string | null
  until: number
}

/** What ties a child to places that are held. `neighbourhoods`: of its homes and of its school. */
export type ChildTies = {
  schoolId: string | null
  neighbourhoods: readonly string[]
  isInvited: boolean
}

/** The holds that still hold at this moment. */
export const openHolds = <H extends Hold>(holds: readonly H[], now: number): H[] =>
  holds.filter((hold) => hold.until > now)

function isFor(hold: Hold, child: ChildTies): boolean {
  if (hold.kind === 'school') return hold.schoolId !== null && hold.schoolId === child.schoolId
  if (hold.kind === 'neighbourhood') {
    return hold.neighbourhoodCode !== null && child.neighbourhoods.includes(hold.neighbourhoodCode)
  }
  return child.isInvited
}

/** The holds from which a child may have a place, the one that ends first at the head. Give it open ones only (`openHolds`). */
export const matchingHolds = <H extends Hold>(child: ChildTies, holds: readonly H[]): H[] =>
  holds
    .filter((hold) => isFor(hold, child))
    .sort((a, b) => a.until - b.until || (a.id < b.id ? -1 : Number(a.id > b.id)))
