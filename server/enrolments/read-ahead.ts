import type { Database } from '@portal/db/client.ts'
import { EnrolmentRequest } from '@portal/shared/enrolments/enrolment.ts'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import type { AppEnv, Dependencies } from '../app-env.ts'
import { createMicroBatch } from '../http/micro-batch.ts'
import { hashOfToken, readSessionToken } from '../http/session.ts'
import { type Asked, type OpenQuestion, readAskersAndFacts } from './child-facts.ts'

type Waiting = { deps: Dependencies; question: OpenQuestion }
const batches = new WeakMap<Database, (waiting: Waiting) => Promise<Asked>>()

function batchFor(db: Database) {
  let batch = batches.get(db)
  if (!batch) {
    batch = createMicroBatch<Waiting, Asked>((waiting) => {
      const [first] = waiting
      if (!first) return Promise.resolve([])
      const { municipality, clock } = first.deps
      return readAskersAndFacts(
        db,
        municipality,
        waiting.map((each) => each.question),
        clock(),
      )
    })
    batches.set(db, batch)
  }
  return batch
}

/**
 * Before POST /enrolments: reads who asks and what is known of the child in one turn of the database instead of two, for in a
 * rush each turn is waited for. It decides nothing: `allow` and `validate` come after it as on every route, and where the body
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
      const { actor, facts } = await batchFor(deps.db)({ deps, question })
      c.set('whoAsks', undefined)
      c.set('actor', actor)
      c.set('facts', facts)
    }
  }
  await next()
})
