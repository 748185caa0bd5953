import { inTransaction } from '@portal/db/transaction.ts'
import type {
  GroupInput,
  GroupPreview,
  GroupPreviewInput,
  GroupReceipt,
} from '@portal/shared/enrolments/together.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdToAge, type Tie, tieOf } from '../families/family-tie.ts'
import { Problem, refusalProblem } from '../http/problem.ts'
import type { PlaceResult, PlaceWish } from './decide-together.ts'
import { judgeTogether, placeTogether } from './place-together.ts'
import { positionsOf } from './queries.ts'

/** First names of own children, by id. @throws Problem not-found; young-person-acts */
async function namesOfOwn(
  deps: Dependencies,
  actor: Actor,
  childIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await deps.db.sql<Tie & { id: string; firstName: string }>`
    SELECT c.id, c.first_name AS "firstName", ${tieOf(actor)} FROM child c
    WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ANY (${[...childIds]}::uuid[])`
  if (rows.length !== childIds.length || !rows.every((row) => row.isGuardian)) throw new Problem('not-found')
  for (const row of rows) holdToAge(deps, row)
  return new Map(rows.map(({ id, firstName }) => [id, firstName]))
}

const isFull = ({ code }: Refusal) => code === 'offering-full'

/** An enrolment that one of them has already is no refusal of the rules, but stands in the way of a new one together. */
const refusalsOf = ({ outcome, refusals }: PlaceResult): Refusal[] =>
  outcome === 'existing'
    ? [{ code: 'already-enrolled', detail: 'The child is enrolled already.', facts: {} }]
    : refusals

/** Why not all of them: whose refusal it is stands in its facts. */
function refuse(results: readonly PlaceResult[], names: Map<string, string>): Problem {
  const told = results.flatMap((result) =>
    refusalsOf(result)
      .filter((refusal) => !isFull(refusal))
      .map((refusal) => ({
        ...refusal,
        facts: {
          ...refusal.facts,
          childId: result.wish.childId,
          child: names.get(result.wish.childId) ?? '',
        },
      })),
  )
  const [first, ...rest] = told
  if (first) return refusalProblem([first, ...rest])
  return new Problem('no-room-together', {
    detail: 'There are not enough places for all of them.',
    facts: { children: results.length },
  })
}

/** Who waits together has the turn of the last of them: only then is there a place for all. */
const turnOf = (waiting: readonly { position: number | null }[]): number =>
  Math.max(...waiting.map(({ position }) => position ?? 1))

const wishesOf = ({ childIds, offeringId }: GroupPreviewInput): PlaceWish[] =>
  childIds.map((childId) => ({ childId, offeringId }))

/**
 * Enrols own children in one offering at once, all or none: all have a place, or (with `mayWait`) all wait for it together. The same
 * again gives the same answer (`isNew` false).
 * @throws Problem not-found, young-person-acts, no-room-together; the refusals of the rules, with `child` and `childId` in their facts
 */
export async function enrolGroup(
  deps: Dependencies,
  actor: Actor,
  input: GroupInput,
): Promise<{ receipt: GroupReceipt; isNew: boolean }> {
  const names = await namesOfOwn(deps, actor, input.childIds)
  return inTransaction(deps.db, async (tx) => {
    const results = await placeTogether(deps, tx, actor, wishesOf(input), {
      allOrNone: true,
      mayWait: input.mayWait,
      reason: 'enrolled together by guardian',
      pairId: newId(),
    })
    const isNew = results.some(({ outcome }) => outcome !== 'existing')
    // Thrown, so that nothing of it is kept: also where one had a place already and the others would only wait.
    if (results.some(({ outcome }) => outcome === 'refused')) throw refuse(results, names)
    if (isNew && results.some(({ outcome }) => outcome === 'existing')) throw refuse(results, names)
    if (isNew && input.aloneToo) {
      await tx.sql`
        UPDATE enrolment SET alone_too = true WHERE municipality_id = ${deps.municipality.id} AND status = 'waitlisted'
          AND id = ANY (${results.map(({ enrolmentId }) => enrolmentId).filter((id) => id !== null)}::uuid[])`
    }
    const standing = await positionsOf(deps, tx, input.offeringId, input.childIds)
    const turn = turnOf(standing)
    return {
      isNew,
      receipt: {
        outcome: standing.every(({ status }) => status === 'waitlisted') ? 'waitlisted' : 'placed',
        children: standing.map(({ id, childId, status }) => ({
          childId,
          id,
          status: status as GroupReceipt['children'][number]['status'],
          ...(status === 'waitlisted' ? { position: turn } : {}),
        })),
      },
    }
  })
}

/** What enrolling them together would give now; nothing is changed. @throws Problem not-found, young-person-acts */
export async function previewGroup(
  deps: Dependencies,
  actor: Actor,
  input: GroupPreviewInput,
): Promise<GroupPreview> {
  await namesOfOwn(deps, actor, input.childIds)
  const [offering] = await deps.db.sql<{ free: number; status: string }>`
    SELECT CASE WHEN waiting > 0 THEN 0 ELSE greatest(capacity - taken - held, 0) END AS free, status FROM offering
    WHERE municipality_id = ${deps.municipality.id} AND id = ${input.offeringId}`
  if (!offering || offering.status === 'draft') throw new Problem('not-found')
  const results = await judgeTogether(deps, deps.db, actor, wishesOf(input), {
    allOrNone: true,
    mayWait: input.mayWait,
  })
  const isRefused = results.some((result) => refusalsOf(result).length > 0)
  return {
    outcome: isRefused
      ? 'refused'
      : results.every(({ outcome }) => outcome === 'waitlisted')
        ? 'waitlisted'
        : 'placed',
    free: offering.free,
    children: results.map((result) => ({
      childId: result.wish.childId,
      position: result.outcome === 'waitlisted' ? turnOf(results) : null,
      refusals: refusalsOf(result),
      warnings: result.warnings,
    })),
  }
}
