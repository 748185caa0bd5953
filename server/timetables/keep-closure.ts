import type { Queryable } from '@portal/db/client.ts'
import { inTransaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import { type Closure, ClosureInput, type ClosurePatch } from '@portal/shared/timetables/closure.ts'
import { sql } from 'drizzle-orm'
import * as v from 'valibot'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { changeSchoolDays } from '../calendar/change-school-days.ts'
import { Problem } from '../http/problem.ts'
import type { FieldError } from '../http/validate.ts'
import { shortTime } from '../http/wire-dates.ts'
import { because, logChange } from '../log/log-change.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'

/** The longest holiday is the summer's; more than a whole term is a slip of the pen. */
const mostDays = 120

/** What a schema cannot see, of the fields that are there. */
export async function findWrongClosure(
  deps: Dependencies,
  input: { [Key in keyof ClosureInput]?: ClosureInput[Key] | undefined },
  db: Queryable = deps.db,
): Promise<FieldError[]> {
  const errors: FieldError[] = []
  const today = toLocal(deps.clock(), deps.municipality.timeZone).date
  const { firstDate, lastDate, replacesId } = input
  if (firstDate && (firstDate < addDays(today, -1095) || firstDate > addDays(today, 1095)))
    errors.push({ pointer: '/firstDate', detail: 'Use a day within three years of today.' })
  if (firstDate && lastDate && lastDate > addDays(firstDate, mostDays - 1))
    errors.push({ pointer: '/lastDate', detail: `A closure lasts at most ${mostDays} days.` })
  if (replacesId) {
    const [found] = await db.sql`
      SELECT 1 FROM closure WHERE municipality_id = ${deps.municipality.id} AND id = ${replacesId} AND school_id IS NULL`
    if (!found) errors.push({ pointer: '/replacesId', detail: 'There is no such closure of the region.' })
  }
  return errors
}

/** The refusal that names every wrong field of a closure. */
export const refuseClosure = (errors: FieldError[]) =>
  new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })

const columns = sql`id, kind, name, first_date AS "firstDate", last_date AS "lastDate", lessons_end AS "lessonsEnd",
  replaces_id AS "replacesId", applies`

type Row = Omit<Closure, 'isDefault'>

const wire = (row: Row): Closure => ({
  ...row,
  lessonsEnd: row.lessonsEnd && shortTime(row.lessonsEnd),
  isDefault: false,
})

const log = (
  deps: Dependencies,
  tx: Queryable,
  actor: Actor,
  verb: string,
  rows: { before: Row | null; after: Row | null },
  reason: string,
) =>
  logChange(deps, tx, actor, {
    verb,
    subjectKind: 'closure',
    subjectId: (rows.after ?? rows.before)?.id ?? '',
    before: rows.before,
    after: rows.after || reason ? { ...rows.after, ...because(reason) } : null,
  })

/** Adds a closure of the own school, or one that stands in for a regional default (`replacesId`). Families whom it touches are told. */
export async function keepClosure(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: ClosureInput,
): Promise<Closure> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  const errors = await findWrongClosure(deps, input)
  if (errors.length > 0) throw refuseClosure(errors)
  return inTransaction(deps.db, async (tx) => {
    const { result } = await changeSchoolDays(deps, tx, schoolId, input.reason, async () => {
      const [row] = await tx.sql<Row>`
        INSERT INTO closure (municipality_id, id, school_id, replaces_id, applies, kind, name, first_date, last_date, lessons_end)
        VALUES (${m}, ${newId()}, ${schoolId}, ${input.replacesId}, ${input.applies}, ${input.kind}, ${input.name}, ${input.firstDate},
          ${input.lastDate}, ${input.lessonsEnd})
        ON CONFLICT (municipality_id, school_id, replaces_id) DO UPDATE SET applies = excluded.applies, kind = excluded.kind,
          name = excluded.name, first_date = excluded.first_date, last_date = excluded.last_date, lessons_end = excluded.lessons_end
        RETURNING ${columns}`
      if (!row) throw new Error('The closure was not kept.')
      await log(deps, tx, actor, 'add-closure', { before: null, after: row }, input.reason)
      return wire(row)
    })
    return result
  })
}

/** Locks an own closure. @throws Problem not-found, also for one of another school or of the region */
async function lockOwn(
  { municipality }: Dependencies,
  tx: Queryable,
  schoolId: string,
  id: string,
): Promise<Row> {
  const [row] = await tx.sql<Row>`
    SELECT ${columns} FROM closure WHERE municipality_id = ${municipality.id} AND school_id = ${schoolId} AND id = ${id} FOR UPDATE`
  if (!row) throw new Problem('not-found')
  return row
}

/** Changes an own closure; what was not sent stays. Families whom it touches are told. @throws Problem not-found, invalid-input */
export async function changeClosure(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  id: string,
  { reason, ...patch }: ClosurePatch,
): Promise<Closure> {
  holdToOwnSchool(actor, schoolId)
  return inTransaction(deps.db, async (tx) => {
    const { result } = await changeSchoolDays(deps, tx, schoolId, reason, async () => {
      const before = await lockOwn(deps, tx, schoolId, id)
      const whole = v.safeParse(ClosureInput, { ...wire(before), ...patch })
      const errors = whole.success
        ? await findWrongClosure(deps, whole.output, tx)
        : whole.issues.map(({ path, message }) => ({
            pointer: `/${path?.map((part) => String(part.key)).join('/') ?? ''}`,
            detail: message,
          }))
      if (!whole.success || errors.length > 0) throw refuseClosure(errors)
      const { output } = whole
      const [after] = await tx.sql<Row>`
        UPDATE closure SET kind = ${output.kind}, name = ${output.name}, first_date = ${output.firstDate},
          last_date = ${output.lastDate}, lessons_end = ${output.lessonsEnd}, applies = ${output.applies}
        WHERE municipality_id = ${deps.municipality.id} AND id = ${id} RETURNING ${columns}`
      if (!after) throw new Problem('not-found')
      await log(deps, tx, actor, 'change-closure', { before, after }, reason)
      return wire(after)
    })
    return result
  })
}

/**
 * Removes an own closure; a regional default that it replaced counts again. Families whom it touches are told.
 * @throws Problem not-found
 */
export async function removeClosure(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  id: string,
  reason: string,
): Promise<void> {
  holdToOwnSchool(actor, schoolId)
  await inTransaction(deps.db, async (tx) => {
    await changeSchoolDays(deps, tx, schoolId, reason, async () => {
      const before = await lockOwn(deps, tx, schoolId, id)
      await tx.sql`DELETE FROM closure WHERE municipality_id = ${deps.municipality.id} AND id = ${id}`
      await log(deps, tx, actor, 'remove-closure', { before, after: null }, reason)
    })
  })
}
