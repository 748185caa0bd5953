import { seededRandom } from '@portal/db/seed/demonstration/random.ts'
import type { Act, Told } from './act.ts'
import type { Call } from './call.ts'
import type { RandomCity } from './random-city.ts'

/** What is to be done: `people` at once do `count` acts between them, drawn by chance from a seed. */
export type Plan = {
  seed: number
  people: number
  count: number
  acts: readonly Act[]
  processes: readonly Call[]
}

/** `seen`: how often each act met each answer, as "enrol 201". `wrong`: answers that nobody may get. */
export type Outcome = { seen: Map<string, number>; wrong: string[]; told: Told[] }

function drawFrom(acts: readonly Act[], random: () => number): Act | undefined {
  const total = acts.reduce((sum, { weight }) => sum + weight, 0)
  let left = random() * total
  for (const act of acts) {
    left -= act.weight
    if (left < 0) return act
  }
  return acts[0]
}

/** Lets everybody act at the same time. What each draws follows from the seed; in which order it is done does not. */
export async function doRandomActs(city: RandomCity, plan: Plan): Promise<Outcome> {
  const outcome: Outcome = { seen: new Map(), wrong: [], told: [] }
  let left = plan.count
  const live = async (person: number) => {
    const random = seededRandom(plan.seed * 1000 + person)
    const upTo = (count: number) => Math.floor(random() * count)
    const pick = <T>(list: readonly T[]): T | undefined => list[upTo(list.length)]
    const call: Call = (...request) => {
      const process = pick(plan.processes)
      if (!process) throw new Error('There is no process to ask.')
      return process(...request)
    }
    while (left > 0) {
      left -= 1
      const act = drawFrom(plan.acts, random)
      const met = await act?.does({ call, city, upTo, pick, told: outcome.told })
      const key = `${act?.name} ${met?.status ?? 'nothing to do'}`
      outcome.seen.set(key, (outcome.seen.get(key) ?? 0) + 1)
      const isWrong =
        met &&
        (met.status === 0 ||
          met.status === 405 ||
          met.body.code === 'invalid-input' ||
          (met.status >= 500 && met.status !== 503))
      if (isWrong) outcome.wrong.push(`${key}: ${JSON.stringify(met.body).slice(0, 400)}`)
    }
  }
  await Promise.all(Array.from({ length: plan.people }, (_, person) => live(person)))
  return outcome
}
