import { newId } from '@portal/shared/ids.ts'
import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Closure, ClosureInput } from '@portal/shared/timetables/closure.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import type { FieldError } from '../http/validate.ts'

/** The longest holiday is the summer's; more than a whole term is a slip of the pen. */
const mostDays = 120

/** What a schema cannot see, of the fields that are there. */
export async function findWrongClosure(
  deps: Dependencies,
  input: Partial<ClosureInput>,
): Promise<FieldError[]> {
  const errors: FieldError[] = []
  const today = toLocal(deps.clock(), deps.municipality.timeZone).date
  const { firstDate, lastDate, replacesId } = input
  if (firstDate && (firstDate < addDays(today, -1095) || firstDate > addDays(today, 1095)))
    errors.push({ pointer: '/firstDate', detail: 'Use a day within three years of today.' })
  if (firstDate && lastDate && lastDate > addDays(firstDate, mostDays - 1))
    errors.push({ pointer: '/lastDate', detail: `A closure lasts at most ${mostDays} days.` })
  if (replacesId) {
    const [found] = await deps.db.sql`
      SELECT 1 FROM closure WHERE municipality_id = ${deps.municipality.id} AND id = ${replacesId} AND school_id IS NULL`
    if (!found) errors.push({ pointer: '/replacesId', detail: 'There is no such closure of the region.' })
  }
  return errors
}

/** Adds a closure of the own school, or one that stands in for a regional default (`replacesId`). */
export async function keepClosure(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: ClosureInput,
): Promise<Closure> {
  if (!actor.schoolIds.includes(schoolId)) throw new Problem('not-found')
  const m = deps.municipality.id
  const errors = await findWrongClosure(deps, input)
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
  const [row] = await deps.db.sql<{ id: string }>`
    INSERT INTO closure (municipality_id, id, school_id, replaces_id, applies, kind, name, first_date, last_date, lessons_end)
    VALUES (${m}, ${newId()}, ${schoolId}, ${input.replacesId}, ${input.applies}, ${input.kind}, ${input.name}, ${input.firstDate},
      ${input.lastDate}, ${input.lessonsEnd})
    ON CONFLICT (municipality_id, school_id, replaces_id) DO UPDATE SET applies = excluded.applies, kind = excluded.kind,
      name = excluded.name, first_date = excluded.first_date, last_date = excluded.last_date, lessons_end = excluded.lessons_end
    RETURNING id`
  return { id: row?.id ?? '', isDefault: false, ...input }
}

/** Removes an own closure; a regional default that it replaced counts again. */
export async function removeClosure(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  id: string,
): Promise<void> {
  if (!actor.schoolIds.includes(schoolId)) throw new Problem('not-found')
  const rows = await deps.db.sql`
    DELETE FROM closure WHERE municipality_id = ${deps.municipality.id} AND school_id = ${schoolId} AND id = ${id} RETURNING id`
  if (rows.length === 0) throw new Problem('not-found')
}
