import type { Queryable } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'
import { holdToSeen, type IfMatch } from '../http/etag.ts'
import { lastChange } from '../log/last-change.ts'

/**
 * The version of all timetables of a school together, drafts too: another text whenever one of them was kept, for each is kept as a row
 * of its own. Closures are changed by themselves and do not count.
 */
export async function timetableVersion(
  { municipality }: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  schoolId: string,
): Promise<string> {
  const [row] = await db.sql<{ version: string }>`
    SELECT md5(coalesce(string_agg(id::text || status, ' ' ORDER BY id), '')) AS version FROM timetable
    WHERE municipality_id = ${municipality.id} AND school_id = ${schoolId}`
  return row?.version ?? ''
}

/**
 * Holds a change of the timetables of a school, whose row is locked, to the ones that were seen.
 * @throws Problem precondition-failed, with the colleague who changed them
 */
export async function holdToSeenTimetables(
  deps: Dependencies,
  tx: Queryable,
  schoolId: string,
  ifMatch: IfMatch,
): Promise<void> {
  const version = await timetableVersion(deps, tx, schoolId)
  if (ifMatch.holds(version)) return
  holdToSeen(ifMatch, version, await lastChange(deps, tx, { kind: 'school', id: schoolId }, { schoolId }))
}
