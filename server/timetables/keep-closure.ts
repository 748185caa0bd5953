import { newId } from '@portal/shared/ids.ts'
import type { Closure, ClosureInput } from '@portal/shared/timetables/closure.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'

/** Adds a closure of the own school, or one that stands in for a regional default (`replacesId`). */
export async function keepClosure(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: ClosureInput,
): Promise<Closure> {
  if (!actor.schoolIds.includes(schoolId)) throw new Problem('not-found')
  const m = deps.municipality.id
  if (input.replacesId) {
    const [found] = await deps.db.sql`
      SELECT 1 FROM closure WHERE municipality_id = ${m} AND id = ${input.replacesId} AND school_id IS NULL`
    if (!found) {
      throw new Problem('invalid-input', {
        errors: [{ pointer: '/replacesId', detail: 'There is no such closure of the region.' }],
      })
    }
  }
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
