import type { ImportPreview } from '@portal/shared/pupils/pupil-import.ts'
import type { Actor } from '../../access/actor.ts'
import type { Dependencies } from '../../app-env.ts'
import { recordLooks } from '../../looks/record-looks.ts'
import { currentSchoolYear, holdToOwnSchool } from '../../schools/own-school.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { planImport } from './plan-import.ts'
import { previewImportTouch } from './preview-touch.ts'
import { readFile, type SentFile } from './read-file.ts'

/** So many errors are told; who has more has the wrong file. */
const mostErrors = 200
/** So many enrolments that would be touched are told; of more their number. */
const mostTouched = 50

/**
 * What bringing a file in would do, with what is wrong per line. Writes nothing.
 * @throws Problem not-found, file-unreadable, file-columns-missing, file-of-other-school, file-of-other-year, unavailable
 */
export async function previewImport(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  file: SentFile,
): Promise<ImportPreview> {
  holdToOwnSchool(actor, schoolId)
  const schoolYear = currentSchoolYear(deps)
  const { rows, wrong, skipped, plan } = await oneAtATime(async () => {
    const { errors: wrong, ...read } = await readFile(deps, schoolId, file)
    const plan = await planImport(deps, deps.db, schoolId, schoolYear, read.rows, file.format === 'csv')
    return { ...read, wrong, plan }
  })
  const touched = await previewImportTouch(deps, schoolId, schoolYear, plan)
  const shown = touched.slice(0, mostTouched)
  await recordLooks(
    deps,
    deps.db,
    actor,
    { role: 'school', schoolId, what: 'timetable-clash' },
    shown.map(({ child }) => child.id),
  )
  const errors = [...wrong, ...plan.errors].sort((one, other) => one.line - other.line)
  return {
    format: file.format,
    schoolYear,
    total: rows.length + new Set(wrong.map(({ line }) => line)).size,
    toAdd: plan.add.length,
    toChange: plan.change.length,
    unchanged: plan.unchanged,
    familyKeeps: plan.familyKeeps,
    withoutGroup: plan.withoutGroup,
    skipped,
    notInFile: plan.notInFile,
    newGroups: plan.newGroups,
    touchedCount: touched.length,
    touched: shown,
    errorCount: errors.length,
    errors: errors.slice(0, mostErrors),
    sample: rows.slice(0, 5).map(({ line, firstName, lastName, birthDate, groupName }) => ({
      line,
      firstName,
      lastName,
      birthDate,
      group: groupName,
    })),
  }
}
