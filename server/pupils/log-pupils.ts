import type { Transaction } from '@portal/db/transaction.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { changedFields } from '../log/log-change.ts'

/** What the log tells of a pupil that a school keeps. It goes with the child (families/erase-children.ts). */
type Logged = {
  firstName: string
  lastName: string
  birthDate: string
  postcode: string | null
  schoolId: string | null
  groupId: string | null
  pupilNumber: string | null
}

type Line = { id: string; before: object | null; after: object }

/** Pupils as they are now, by id, for `logPupils` after what is about to change. */
export async function readLogged(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  childIds: readonly string[],
): Promise<Map<string, Logged>> {
  const rows = await tx.sql<Logged & { id: string }>`
    SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.birth_date AS "birthDate", c.postcode,
      c.school_id AS "schoolId", c.group_id AS "groupId", p.pupil_number AS "pupilNumber"
    FROM child c LEFT JOIN pupil p ON p.municipality_id = c.municipality_id AND p.child_id = c.id
    WHERE c.municipality_id = ${municipality.id} AND c.id = ANY (${[...childIds]}::uuid[])`
  return new Map(rows.map(({ id, ...pupil }) => [id, pupil]))
}

/**
 * Writes a line into the log of changes for each pupil that changed since `before` was read, or was not there then; one statement
 * for all. `after` is what they have become, with `more` beside it.
 */
export async function logPupils(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Transaction,
  actor: Actor,
  verb: string,
  childIds: readonly string[],
  before: Map<string, Logged>,
  more: Record<string, unknown> = {},
): Promise<void> {
  const lines = [...(await readLogged(deps, tx, childIds))].flatMap<Line>(([id, now]) => {
    const old = before.get(id)
    if (!old) return [{ id, before: null, after: { ...now, ...more } }]
    const changed = changedFields(old, now)
    if (Object.keys(changed.after).length === 0) return []
    return [{ id, before: changed.before, after: { ...changed.after, ...more } }]
  })
  await tx.sql`
    INSERT INTO change_log (municipality_id, at, by_account, verb, subject_kind, subject_id, before, after)
    SELECT ${deps.municipality.id}, ${deps.clock()}::timestamptz, ${actor.accountId}::uuid, ${verb}, 'child', x.id, x.before, x.after
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS x (id uuid, before jsonb, after jsonb)`
}
