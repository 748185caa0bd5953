import type { Database } from '@portal/db/client.ts'
import { isConnectionTrouble } from '@portal/db/client.ts'
import { createMicroBatch } from '../http/micro-batch.ts'

/** A request whose rules have been applied, with the versions of the facts on which they rest. */
export type Claim = {
  id: string
  childId: string
  offeringId: string
  childVersion: number
  offeringVersion: number
  calendarVersion: number
  claims: string
  accountId: string
  reason: string
}

/** `stale`: facts changed meanwhile, look again; `clash`: the child's time is claimed, look again and say by what. `existing`: the child had this enrolment; `id` is that one. */
export type Outcome = {
  outcome: 'placed' | 'waitlisted' | 'full' | 'existing' | 'stale' | 'clash' | 'gone'
  id: string
  position: number | null
  /** Places are free although children wait: they have to be offered again. */
  besideFreePlace: boolean
}

type Waiting = { db: Database; municipalityId: string; now: Date; claim: Claim }
type Row = Outcome & { number: number }

async function run(batch: readonly Waiting[]): Promise<Outcome[]> {
  const [first] = batch
  if (!first) return []
  const requests = batch.map(({ claim }, number) => ({
    number,
    id: claim.id,
    child_id: claim.childId,
    offering_id: claim.offeringId,
    child_version: claim.childVersion,
    offering_version: claim.offeringVersion,
    calendar_version: claim.calendarVersion,
    claims: claim.claims,
    by_account: claim.accountId,
    reason: claim.reason,
  }))
  const rows = await first.db.prepared('enrol-batch')<Row>`
    SELECT number, outcome, enrolment_id AS id, queue_position AS position,
      beside_free_place AS "besideFreePlace"
    FROM enrol_batch_on_calendar(${first.municipalityId}, ${first.now}, ${JSON.stringify(requests)}::jsonb)`
  const byNumber = new Map(rows.map((row) => [row.number, row]))
  return batch.map((_, number) => {
    const row = byNumber.get(number)
    if (!row) throw new Error('The batch left a request without an answer.')
    return {
      outcome: row.outcome,
      id: row.id,
      position: row.position,
      besideFreePlace: row.besideFreePlace,
    }
  })
}

/** A child stands in a statement once; the same child again waits for the next. */
function byChildOnce(batch: readonly Waiting[]): Waiting[][] {
  const rounds: Waiting[][] = []
  const seen = new Map<string, number>()
  for (const each of batch) {
    const round = seen.get(each.claim.childId) ?? 0
    seen.set(each.claim.childId, round + 1)
    rounds[round] = [...(rounds[round] ?? []), each]
  }
  return rounds
}

async function runSafely(batch: Waiting[], answers: Map<Waiting, Outcome | Error>): Promise<void> {
  try {
    const outcomes = await run(batch)
    for (const [index, each] of batch.entries()) {
      const outcome = outcomes[index]
      if (outcome) answers.set(each, outcome)
    }
  } catch (error) {
    const problem = error instanceof Error ? error : new Error(String(error))
    const [only] = batch
    if (isConnectionTrouble(error) || batch.length === 1) {
      for (const each of batch) answers.set(each, problem)
    } else if (only) {
      // One bad request must not fail its neighbours: halve until it stands alone.
      const half = Math.ceil(batch.length / 2)
      await runSafely(batch.slice(0, half), answers)
      await runSafely(batch.slice(half), answers)
    }
  }
}

const batches = new WeakMap<Database, (waiting: Waiting) => Promise<Outcome | Error>>()

function batchFor(db: Database) {
  let batch = batches.get(db)
  if (!batch) {
    batch = createMicroBatch<Waiting, Outcome | Error>(async (requests) => {
      const answers = new Map<Waiting, Outcome | Error>()
      for (const round of byChildOnce(requests)) await runSafely(round, answers)
      return requests.map((each) => answers.get(each) ?? new Error('No answer from the batch.'))
    })
    batches.set(db, batch)
  }
  return batch
}

/** Hands a claim to the database together with whatever else waits: one statement for up to 250 families. */
export async function enrolInBatch(
  db: Database,
  municipalityId: string,
  now: Date,
  claim: Claim,
): Promise<Outcome> {
  const answer = await batchFor(db)({ db, municipalityId, now, claim })
  if (answer instanceof Error) throw answer
  return answer
}
