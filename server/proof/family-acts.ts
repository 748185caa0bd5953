import {
  type Act,
  anyFamily,
  anyOffering,
  changingFamily,
  childOf,
  childrenOf,
  enrolmentIn,
  type Hands,
} from './act.ts'
import { aPupil } from './random-city.ts'

async function enrol(hands: Hands) {
  const family = anyFamily(hands)
  const childId = await childOf(hands, family)
  if (childId === undefined) return undefined
  const input = { childId, offeringId: anyOffering(hands) }
  const ask = (signal?: AbortSignal) => hands.call('POST', '/enrolments', input, family.cookie, signal)
  // Now and then the answer is lost on its way: the family asks again, and hears of the same enrolment.
  if (hands.upTo(6) === 0) await ask(AbortSignal.timeout(1 + hands.upTo(30)))
  const met = await ask()
  const again = hands.upTo(4) === 0 ? await ask() : null
  if (met.status === 200 || met.status === 201) {
    hands.told.push({
      ...input,
      enrolmentId: String(met.body.id),
      status: String(met.body.status),
      again: again && again.status <= 201 && again.status > 0 ? String(again.body.id) : null,
    })
  }
  return met
}

const answer = (verb: string, statuses: string) => async (hands: Hands) => {
  const found = await enrolmentIn(hands, statuses)
  if (!found) return undefined
  const ask = () => hands.call('POST', `/enrolments/${found.id}/${verb}`, undefined, found.family.cookie)
  // Two thumbs on one button.
  return hands.upTo(8) === 0 ? (await Promise.all([ask(), ask()]))[0] : ask()
}

/** One more line here is one more thing that families do. */
export const familyActs: Act[] = [
  { weight: 50, name: 'enrol', does: enrol },
  { weight: 12, name: 'withdraw', does: answer('withdrawal', 'placed,waitlisted,offered') },
  { weight: 12, name: 'accept', does: answer('acceptance', 'offered') },
  { weight: 5, name: 'refuse', does: answer('refusal', 'offered') },
  { weight: 4, name: 'take a refusal back', does: answer('refusal-undos', 'declined') },
  {
    weight: 1,
    name: 'accept what is of another family',
    does: async (hands) => {
      const found = await enrolmentIn(hands, 'offered')
      const other = anyFamily(hands)
      return found && hands.call('POST', `/enrolments/${found.id}/acceptance`, undefined, other.cookie)
    },
  },
  {
    weight: 2,
    name: 'accept and withdraw at once',
    does: async (hands) => {
      const found = await enrolmentIn(hands, 'offered')
      if (!found) return undefined
      const ask = (verb: string) =>
        hands.call('POST', `/enrolments/${found.id}/${verb}`, undefined, found.family.cookie)
      return (await Promise.all([ask('acceptance'), ask('withdrawal')]))[1]
    },
  },
  {
    weight: 2,
    name: 'remove a child',
    does: async (hands) => {
      const family = changingFamily(hands)
      const id = await childOf(hands, family)
      return id === undefined ? undefined : hands.call('DELETE', `/children/${id}`, undefined, family.cookie)
    },
  },
  {
    weight: 2,
    name: 'add a child',
    does: (hands) =>
      hands.call(
        'POST',
        '/children',
        aPupil(hands.upTo(3), hands.city.schoolId),
        changingFamily(hands).cookie,
      ),
  },
  {
    weight: 2,
    name: 'change a child',
    does: async (hands) => {
      const family = changingFamily(hands)
      const id = await childOf(hands, family)
      const { schoolId, groupId } = aPupil(hands.upTo(3), hands.city.schoolId)
      return id === undefined
        ? undefined
        : hands.call('PATCH', `/children/${id}`, { schoolId, groupId }, family.cookie)
    },
  },
  {
    weight: 8,
    name: 'enrol together',
    does: async (hands) => {
      const family = anyFamily(hands)
      const childIds = (await childrenOf(hands, family)).slice(0, 2)
      if (childIds.length < 2) return undefined
      const input = { childIds, offeringId: anyOffering(hands), aloneToo: hands.upTo(2) === 0 }
      return hands.call('POST', '/enrolment-groups', input, family.cookie)
    },
  },
  {
    weight: 8,
    name: 'swap',
    does: async (hands) => {
      const found = await enrolmentIn(hands, 'placed')
      const input = { offeringId: anyOffering(hands), mayWait: hands.upTo(2) === 0 }
      return found && hands.call('POST', `/enrolments/${found.id}/swaps`, input, found.family.cookie)
    },
  },
]
