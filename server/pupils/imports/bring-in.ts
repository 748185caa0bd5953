import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { PupilImport } from '@portal/shared/pupils/pupil-import.ts'
import type { Actor } from '../../access/actor.ts'
import type { Dependencies } from '../../app-env.ts'
import { holdCalendar } from '../../calendar/hold-calendar.ts'
import { tellOfChildren, type Watch, watchChildren } from '../../calendar/watch-children.ts'
import { Problem } from '../../http/problem.ts'
import { logChange } from '../../log/log-change.ts'
import { lockGroups } from '../../schools/keep-group.ts'
import { currentSchoolYear, holdToOwnSchool } from '../../schools/own-school.ts'
import { lockPupilNumbers } from '../keep-pupil.ts'
import { logPupils, readLogged } from '../log-pupils.ts'
import { failIfInterrupted, findImport, holdImport } from './find-import.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { type ImportPlan, type Planned, type PlannedChange, planImport } from './plan-import.ts'
import { readFile, type SentFile } from './read-file.ts'

/** Pupils in one statement: small enough to show progress, large enough to be fast. */
const perStatement = 2000

/** Somebody's file is on its way into the portal. */
type Run = {
  deps: Dependencies
  actor: Actor
  schoolId: string
  schoolYear: number
  importId: string
  format: PupilImport['format']
}

/**
 * Begins to bring a file in: all of it or nothing, in one transaction that goes on after the answer. Ends as `done` in that same
 * transaction; whatever breaks it off leaves nothing behind, and a row that is found to be `failed`.
 * @throws Problem not-found, file-unreadable, file-columns-missing, file-of-other-school, file-of-other-year, file-has-errors,
 * import-needs-groups when groups are missing and `makeGroups` is false, import-running, unavailable
 */
export async function bringIn(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  file: SentFile,
  makeGroups: boolean,
): Promise<PupilImport> {
  holdToOwnSchool(actor, schoolId)
  const schoolYear = currentSchoolYear(deps)
  const isStrict = file.format === 'csv'
  const { rows, errors, plan } = await oneAtATime(async () => {
    const read = await readFile(deps, schoolId, file)
    return { ...read, plan: await planImport(deps, deps.db, schoolId, schoolYear, read.rows, isStrict) }
  })
  const wrong = errors.length + plan.errors.length
  if (wrong > 0) throw new Problem('file-has-errors', { facts: { errors: wrong } })
  if (plan.newGroups.length > 0 && !makeGroups)
    throw new Problem('import-needs-groups', { facts: { groups: plan.newGroups.length } })
  const importId = newId()
  const run: Run = { deps, actor, schoolId, schoolYear, importId, format: file.format }
  const begun = Promise.withResolvers<void>()
  let hasBegun = false
  const whole = inTransaction(deps.db, async (tx) => {
    await begin(run, tx, rows.length)
    hasBegun = true
    begun.resolve()
    // What was planned for the answer may have changed: under the locks it is planned once more.
    const now = await planImport(deps, tx, schoolId, schoolYear, rows, isStrict)
    await write(run, tx, now)
  })
  whole.catch(async (error: unknown) => {
    begun.reject(error)
    if (!hasBegun) return
    // Of the error only its kind: what PostgreSQL says repeats the row.
    const { code } = (error ?? {}) as { code?: unknown }
    deps.log.error({ event: 'import-failed', importId, code: String(code ?? 'unknown') }, 'an import failed')
    await failIfInterrupted(deps, importId).catch(() => {})
  })
  await begun.promise
  return findImport(deps, actor, schoolId, importId)
}

/**
 * Takes the locks under which everything happens, and writes from another connection that it is running: others see that row while
 * the transaction is not seen yet. The lock named after the import is what tells an import that runs from one that died.
 */
async function begin(run: Run, tx: Transaction, total: number): Promise<void> {
  const { deps, actor, schoolId, importId, format } = run
  const m = deps.municipality.id
  const [free] = await tx.sql<{ isFree: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('import ' || ${m} || ${schoolId}, 0)) AS "isFree"`
  if (!free?.isFree) throw new Problem('import-running')
  await holdImport(tx, importId)
  await deps.db.sql`
    INSERT INTO pupil_import (municipality_id, id, school_id, by_account, format, status, total, started_at)
    VALUES (${m}, ${importId}, ${schoolId}, ${actor.accountId}, ${format}, 'running', ${total}, ${deps.clock()})
    ON CONFLICT (municipality_id, id) DO UPDATE SET done = 0`
  await lockGroups(deps, tx, schoolId)
  await lockPupilNumbers(deps, tx, schoolId)
}

async function write(run: Run, tx: Transaction, plan: ImportPlan): Promise<void> {
  const { deps, actor, schoolId, importId } = run
  const m = deps.municipality.id
  await writeGroups(run, tx, plan)
  const changes = plan.change.sort((one, other) => (one.childId < other.childId ? -1 : 1))
  // Children in the order of ids, as everybody locks them.
  await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${m} AND id = ANY (${changes.map(({ childId }) => childId)}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`
  let done = plan.unchanged
  const watches: Watch[] = []
  const progress = async (count: number) => {
    done += count
    await deps.db
      .sql`UPDATE pupil_import SET done = ${done} WHERE municipality_id = ${m} AND id = ${importId}`
  }
  for (let from = 0; from < changes.length; from += perStatement) {
    const part = changes.slice(from, from + perStatement)
    watches.push(await writeChanges(run, tx, part))
    await progress(part.length)
  }
  for (let from = 0; from < plan.add.length; from += perStatement) {
    const part = plan.add.slice(from, from + perStatement)
    await writeAdditions(run, tx, part)
    await progress(part.length)
  }
  // Only now, and not for as long as a large file is written: who publishes a timetable waits for it, and families wait for that.
  await holdCalendar(deps, tx)
  for (const watch of watches) await tellOfChildren(deps, tx, watch)
  await logChange(deps, tx, actor, {
    verb: 'import-pupils',
    subjectKind: 'school',
    subjectId: schoolId,
    after: {
      importId,
      format: run.format,
      added: plan.add.length,
      changed: changes.length,
      unchanged: plan.unchanged,
      newGroups: plan.newGroups.map(({ name, year }) => ({ name, year })),
    },
  })
  // The last statement, in the transaction itself: it is done exactly when everything is kept.
  await tx.sql`
    UPDATE pupil_import SET status = 'done', done = total, added = ${plan.add.length}, changed = ${changes.length},
      unchanged = ${plan.unchanged}, ended_at = ${deps.clock()}
    WHERE municipality_id = ${m} AND id = ${importId}`
}

async function writeGroups({ deps, schoolId, schoolYear }: Run, tx: Transaction, plan: ImportPlan) {
  await tx.sql`
    INSERT INTO school_group (municipality_id, id, school_id, school_year, name, year)
    SELECT ${deps.municipality.id}, g.id, ${schoolId}::uuid, ${schoolYear}::integer, g.name, g.year
    FROM jsonb_to_recordset(${JSON.stringify(
      plan.newGroups.map(({ name, year }) => ({ id: newId(), name, year })),
    )}::jsonb) AS g (id uuid, name text, year smallint)`
}

/** Rows as a recordset of `writeChanges` and `writeAdditions`. */
const recordOf = ({ row, groupName }: Planned, childId: string) => ({
  child_id: childId,
  number: row.number,
  first_name: row.firstName,
  last_name: row.lastName,
  birth_date: row.birthDate,
  postcode: row.postcode,
  group_name: groupName,
})

async function writeChanges(run: Run, tx: Transaction, part: readonly PlannedChange[]): Promise<Watch> {
  const { deps, schoolId, schoolYear } = run
  const m = deps.municipality.id
  const records = part.map((change) => ({
    ...recordOf(change, change.childId),
    has_family: change.isClaimed,
    fields: change.fields,
  }))
  const ids = part.map((change) => change.childId)
  const before = await readLogged(deps, tx, ids)
  const watch = await watchChildren(deps, tx, ids)
  await tx.sql`
    UPDATE child c SET
      first_name = CASE WHEN x.has_family THEN c.first_name ELSE x.first_name END,
      last_name = CASE WHEN x.has_family THEN c.last_name ELSE x.last_name END,
      birth_date = CASE WHEN x.has_family THEN c.birth_date ELSE x.birth_date END,
      postcode = CASE WHEN x.fields ? 'postcode' THEN x.postcode ELSE c.postcode END,
      neighbourhood_code = CASE WHEN x.fields ? 'postcode' THEN a.neighbourhood_code ELSE c.neighbourhood_code END,
      group_id = coalesce(g.id, c.group_id)
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS x (child_id uuid, first_name text, last_name text,
      birth_date date, postcode text, group_name text, has_family boolean, fields jsonb)
    LEFT JOIN school_group g ON g.municipality_id = ${m} AND g.school_id = ${schoolId} AND g.school_year = ${schoolYear}
      AND lower(g.name) = lower(x.group_name)
    LEFT JOIN postcode_area a ON a.municipality_id = ${m} AND a.postcode4 = left(x.postcode, 4)
    WHERE c.municipality_id = ${m} AND c.id = x.child_id AND c.school_id = ${schoolId}`
  await logPupils(deps, tx, run.actor, 'change-pupil', ids, before, { importId: run.importId })
  return watch
}

async function writeAdditions(run: Run, tx: Transaction, part: readonly Planned[]): Promise<void> {
  const { deps, schoolId, schoolYear } = run
  const m = deps.municipality.id
  const now = deps.clock()
  const records = part.map((each) => recordOf(each, newId()))
  const json = JSON.stringify(records)
  await tx.sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, neighbourhood_code, school_id, group_id, created_at)
    SELECT ${m}, x.child_id, x.first_name, x.last_name, x.birth_date, x.postcode, a.neighbourhood_code, ${schoolId}::uuid, g.id,
      ${now}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS x (child_id uuid, first_name text, last_name text, birth_date date,
      postcode text, group_name text)
    LEFT JOIN school_group g ON g.municipality_id = ${m} AND g.school_id = ${schoolId} AND g.school_year = ${schoolYear}
      AND lower(g.name) = lower(x.group_name)
    LEFT JOIN postcode_area a ON a.municipality_id = ${m} AND a.postcode4 = left(x.postcode, 4)`
  await tx.sql`
    INSERT INTO pupil (municipality_id, child_id, school_id, pupil_number, created_at)
    SELECT ${m}, x.child_id, ${schoolId}::uuid, x.number, ${now}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS x (child_id uuid, number text)`
  const ids = records.map((record) => record.child_id)
  await logPupils(deps, tx, run.actor, 'add-pupil', ids, new Map(), { importId: run.importId })
}
