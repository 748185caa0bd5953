import type { Queryable } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import { type Period, PeriodInput, type PeriodPatch } from '@portal/shared/periods/period.ts'
import * as v from 'valibot'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { findPeriod } from './queries.ts'

/** What the log keeps of a period. */
const logged = ({ name, firstDate, lastDate, mostPlaces }: PeriodInput) => ({
  name,
  firstDate,
  lastDate,
  mostPlaces,
})

/** A place counts in one period: no two of them share a day. @throws Problem period-overlaps */
async function holdApart(
  { municipality }: Dependencies,
  tx: Transaction,
  id: string,
  { firstDate, lastDate }: PeriodInput,
): Promise<void> {
  // One at a time: two that are made at the same moment see each other.
  await tx.sql`SELECT 1 FROM municipality WHERE id = ${municipality.id} FOR NO KEY UPDATE`
  const [other] = await tx.sql<{ name: string }>`
    SELECT name FROM period WHERE municipality_id = ${municipality.id} AND id <> ${id}
      AND daterange(first_date, last_date, '[]') && daterange(${firstDate}::date, ${lastDate}::date, '[]')
    ORDER BY first_date LIMIT 1`
  if (other) {
    throw new Problem('period-overlaps', {
      detail: 'Another period has some of these days.',
      facts: { period: other.name },
    })
  }
}

async function found(deps: Dependencies, db: Queryable, id: string): Promise<Period> {
  const period = await findPeriod(deps, db, id)
  if (!period) throw new Problem('not-found')
  return period
}

/** Adds a period. From that moment on its limit holds for whoever enrols; what children have they keep. @throws Problem period-overlaps */
export async function addPeriod(deps: Dependencies, actor: Actor, input: PeriodInput): Promise<Period> {
  const id = newId()
  return inTransaction(deps.db, async (tx) => {
    await holdApart(deps, tx, id, input)
    await tx.sql`
      INSERT INTO period (municipality_id, id, name, first_date, last_date, most_places, created_at)
      VALUES (${deps.municipality.id}, ${id}, ${input.name}, ${input.firstDate}, ${input.lastDate}, ${input.mostPlaces}, ${deps.clock()})`
    await logChange(deps, tx, actor, {
      verb: 'add-period',
      subjectKind: 'period',
      subjectId: id,
      after: logged(input),
    })
    return found(deps, tx, id)
  })
}

/** Changes a period; what was not sent stays. @throws Problem not-found, invalid-input, period-overlaps */
export async function changePeriod(
  deps: Dependencies,
  actor: Actor,
  id: string,
  patch: PeriodPatch,
): Promise<Period> {
  return inTransaction(deps.db, async (tx) => {
    await tx.sql`SELECT 1 FROM municipality WHERE id = ${deps.municipality.id} FOR NO KEY UPDATE`
    const before = logged(await found(deps, tx, id))
    const whole = v.safeParse(PeriodInput, { ...before, ...patch })
    if (!whole.success) {
      throw new Problem('invalid-input', {
        detail: 'Some fields are not right; see errors.',
        errors: whole.issues.map(({ path, message }) => ({
          pointer: `/${path?.map((part) => String(part.key)).join('/') ?? ''}`,
          detail: message,
        })),
      })
    }
    const input = whole.output
    await holdApart(deps, tx, id, input)
    await tx.sql`
      UPDATE period SET name = ${input.name}, first_date = ${input.firstDate}, last_date = ${input.lastDate},
        most_places = ${input.mostPlaces}
      WHERE municipality_id = ${deps.municipality.id} AND id = ${id}`
    await logChange(deps, tx, actor, {
      verb: 'change-period',
      subjectKind: 'period',
      subjectId: id,
      ...changedFields(before, logged(input)),
    })
    return found(deps, tx, id)
  })
}

/** Removes a period, and its limit with it. @throws Problem not-found */
export async function removePeriod(deps: Dependencies, actor: Actor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = await found(deps, tx, id)
    const gone = await tx.sql`
      DELETE FROM period WHERE municipality_id = ${deps.municipality.id} AND id = ${id} RETURNING id`
    if (gone.length === 0) throw new Problem('not-found')
    await logChange(deps, tx, actor, {
      verb: 'remove-period',
      subjectKind: 'period',
      subjectId: id,
      before: logged(before),
    })
  })
}
