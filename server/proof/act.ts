import type { Call, Met } from './call.ts'
import type { RandomCity, RandomFamily } from './random-city.ts'

/** What one person can lay hands on. `told` keeps what they heard of enrolments, to be compared with what became of them. */
export type Hands = {
  call: Call
  city: RandomCity
  upTo(count: number): number
  pick<T>(list: readonly T[]): T | undefined
  told: Told[]
}

/** An answer to the wish to enrol. */
export type Told = {
  enrolmentId: string
  childId: string
  offeringId: string
  status: string
  again: string | null
}

/** One kind of act: how often it is drawn, and what somebody does. Undefined: there was nothing to do. */
export type Act = { weight: number; name: string; does: (hands: Hands) => Promise<Met | undefined> }

const itemsOf = async (hands: Hands, path: string, cookie: string) =>
  (await hands.call('GET', path, undefined, cookie)).body.items ?? []

/** Any child of a family, undefined when it has none. */
export async function childOf(hands: Hands, family: RandomFamily): Promise<string | undefined> {
  const id = hands.pick(await itemsOf(hands, '/children', family.cookie))?.id
  return id === undefined ? undefined : String(id)
}

export async function childrenOf(hands: Hands, family: RandomFamily): Promise<string[]> {
  return (await itemsOf(hands, '/children', family.cookie)).map(({ id }) => String(id))
}

export const anyFamily = (hands: Hands): RandomFamily => {
  const family = hands.pick(hands.city.families)
  if (!family) throw new Error('The city has families.')
  return family
}

/** One whose children may be changed. */
export const changingFamily = (hands: Hands): RandomFamily =>
  hands.pick(hands.city.families.filter(({ isSteady }) => !isSteady)) ?? anyFamily(hands)

export const anyOffering = (hands: Hands): string =>
  hands.pick([...hands.city.steady, ...hands.city.moving]) ?? ''

export const movingOffering = (hands: Hands): string => hands.pick(hands.city.moving) ?? ''

/** Any enrolment in one of these states: of the first of a few families that has one. */
export async function enrolmentIn(
  hands: Hands,
  statuses: string,
): Promise<{ id: string; offeringId: string; family: RandomFamily } | undefined> {
  for (let tries = 1; tries <= 4; tries += 1) {
    const family = anyFamily(hands)
    const items = await itemsOf(hands, `/enrolments?status=${statuses}&pageSize=100`, family.cookie)
    const found = hands.pick(items)
    if (found) return { id: String(found.id), offeringId: String(found.offeringId), family }
  }
  return undefined
}
