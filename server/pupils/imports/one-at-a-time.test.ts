import { expect, it } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

it('reads one file after another, also after one that broke, and refuses more than wait in reason', async () => {
  let atWork = 0
  let most = 0
  const read = async (index: number) => {
    atWork += 1
    most = Math.max(most, atWork)
    await new Promise((resolve) => setTimeout(resolve, 2))
    atWork -= 1
    if (index === 3) throw new Error('broken')
    return index
  }
  const answers = await Promise.allSettled(
    Array.from({ length: 25 }, (_, index) => oneAtATime(() => read(index))),
  )
  expect(most).toBe(1)
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(19)
  expect(answers[24]).toMatchObject({ reason: { code: 'unavailable', parts: { retryAfter: 10 } } })
  expect(await oneAtATime(() => read(0))).toBe(0)
})
