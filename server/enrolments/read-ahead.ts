import type { Database } from '@portal/db/client.ts'
import { EnrolmentRequest } from '@portal/shared/enrolments/enrolment.ts'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import type { Actor } from '../access/actor.ts'
import type { AppEnv, Dependencies } from '../app-env.ts'
import { createMicroBatch } from '../http/micro-batch.ts'
import { hashOfToken, readSessionToken } from '../http/session.ts'
import { type OpenQuestion, readAskersAndFacts } from './child-facts.ts'
import { type Judgement, judgeFacts } from './judge-child.ts'

type Waiting = { deps: Dependencies; question: OpenQuestion }
/** Null judgement: nobody is signed in, or there is no such child or offering. */
type Judged = { actor: Actor | null; judgement: Judgement | null }
const batches = new WeakMap<Database, (waiting: Waiting) => Promise<Judged>>()

/** Reads for all who wait, and judges them together: an offering that nobody asked for yet is read once for all of them. */
async function judgeWaiting(waiting: readonly Waiting[]): Promise<Judged[]> {
  const [first] = waiting
  if (!first) return []
  const { db, municipality, clock } = first.deps
  const now = clock()
  const open = waiting.map((each) => each.question)
  const asked = await readAskersAndFacts(db, municipality, open, now)
  const questions = open.map(({ childId, offeringId }, index) => {
    const actor = asked[index]?.actor
    return { childId, offeringId, accountId: actor?.accountId ?? '', schoolIds: actor?.schoolIds ?? [] }
  })
  const facts = asked.map(({ actor, facts: known }) => (actor ? known : null))
  const judgements = await judgeFacts(db, municipality, questions, facts, now)
  return asked.map(({ actor }, index) => ({ actor, judgement: judgements[index] ?? null }))
}

function batchFor(db: Database) {
  let batch = batches.get(db)
  if (!batch) {
    batch = createMicroBatch(judgeWaiting)
    batches.set(db, batch)
  }
  return batch
}

/**
 * Before POST /enrolments: reads who asks and what is known of the child in one turn of the database instead of two, for in a
 * rush each turn is waited for, and judges it. It refuses nothing: `allow` and `validate` come after it as on every route, and where the body
 * is not sound or nobody seems to be signed in, it leaves everything to them.
 */
export const readAhead = createMiddleware<AppEnv>(async (c, next) => {
  const deps = c.get('deps')
  const token = readSessionToken(c, deps.settings)
  if (token) {
    const body: unknown = await c.req.json().catch(() => null)
    const input = v.safeParse(EnrolmentRequest, body)
    if (input.success) {
      const question = { ...input.output, tokenHash: hashOfToken(token).toString('hex') }
      const { actor, judgement } = await batchFor(deps.db)({ deps, question })
      c.set('whoAsks', undefined)
      c.set('actor', actor)
      c.set('judgement', judgement)
    }
  }
  await next()
})
