import type { PupilImport } from '@portal/shared/pupils/pupil-import.ts'
import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../../app-env.ts'
import { currentSchoolYear, findSchoolFacts } from '../../schools/own-school.ts'
import { checkRows, type FileRows } from './import-row.ts'
import { readCsv } from './read-csv.ts'
import { readEdexml } from './read-edexml.ts'

/** A file that was sent, as its content type says what it is. Lives in memory only, and no longer than the request. */
export type SentFile = { format: PupilImport['format']; bytes: Uint8Array }

/** CSV is text; XML is EDEXML. */
export const formatOf = (contentType: string): PupilImport['format'] =>
  /^(application|text)\/xml\b/i.test(contentType) ? 'edexml' : 'csv'

/**
 * From a file to rows: the same for either format from here on.
 * @throws Problem file-unreadable, file-columns-missing, file-of-other-school, file-of-other-year
 */
export async function readFile(deps: Dependencies, schoolId: string, file: SentFile): Promise<FileRows> {
  const today = toLocal(deps.clock(), deps.municipality.timeZone).date
  const bounds = { today, oldest: addDays(today, -20 * 365) }
  if (file.format === 'csv') return { ...(await checkRows(await readCsv(file.bytes), bounds)), skipped: 0 }
  const school = await findSchoolFacts(deps, deps.db, schoolId)
  const { raws, errors, skipped } = await readEdexml(file.bytes, school, currentSchoolYear(deps))
  const checked = await checkRows(raws, bounds)
  return { ...checked, errors: [...errors, ...checked.errors], skipped }
}
