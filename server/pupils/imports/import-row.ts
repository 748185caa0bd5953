import type { CsvColumn, RowError, RowErrorCode } from '@portal/shared/pupils/pupil-import.ts'
import { LocalDate, Postcode, typedText } from '@portal/shared/wire.ts'
import * as v from 'valibot'

/** A pupil as a file gives it, whatever its format. `line` is where it begins. Texts as they stand in the file, trimmed. */
export type RawRow = { line: number } & Partial<Record<CsvColumn, string>>

/** A pupil that can be brought in. `groupName` and `year` null: the file names none that the portal knows. */
export type ImportRow = {
  line: number
  number: string
  firstName: string
  lastName: string
  birthDate: string
  groupName: string | null
  year: number | null
  postcode: string | null
}

/** What came out of a file. `skipped`: pupils who left, as the file says. */
export type FileRows = { rows: ImportRow[]; errors: RowError[]; skipped: number }

/** Cells that a spreadsheet would run: nobody's name begins so. */
const looksLikeFormula = (text: string) => /^[=+\-@\t\r]/.test(text)

type Fault = RowErrorCode | null

function text(value: string, most: number): { value: string; fault: Fault } {
  if (looksLikeFormula(value)) return { value, fault: 'formula' }
  const { success, output } = v.safeParse(typedText(0, 100_000), value)
  if (!success) return { value, fault: 'characters' }
  return { value: String(output), fault: String(output).length > most ? 'too-long' : null }
}

/** `dd-mm-jjjj` (or with slashes, or without zeros) and ISO. Null when it is no day that exists. */
export function dateOf(typed: string): string | null {
  const dutch = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(typed)
  const iso = dutch
    ? `${dutch[3]}-${dutch[2]?.padStart(2, '0')}-${dutch[1]?.padStart(2, '0')}`
    : typed.replace(/[T ]00:00(:00)?$/, '')
  return v.is(LocalDate, iso) ? iso : null
}

/** Checks one row. `today` and `oldest`: bounds of a birth date. Answers the row, or what is wrong in each column. */
export function checkRow(
  raw: RawRow,
  bounds: { today: string; oldest: string },
): { row: ImportRow } | { errors: RowError[] } {
  const errors: RowError[] = []
  const wrong = (column: CsvColumn, code: RowErrorCode) => errors.push({ line: raw.line, column, code })
  const read = (column: CsvColumn, most: number, isRequired: boolean): string | null => {
    const typed = raw[column]?.trim() ?? ''
    if (typed === '') {
      if (isRequired) wrong(column, 'missing')
      return null
    }
    const { value, fault } = text(typed, most)
    if (fault) wrong(column, fault)
    else if (value === '' && isRequired) wrong(column, 'missing')
    return value || null
  }
  const number = read('leerlingnummer', 256, true)
  const firstName = read('voornaam', 100, true)
  const prefix = read('tussenvoegsel', 40, false)
  const last = read('achternaam', 100, true)
  const groupName = read('groep', 60, false)
  const typedDate = read('geboortedatum', 40, true)
  const typedYear = read('jaar', 20, false)
  const typedPostcode = read('postcode', 20, false)

  const lastName = [prefix, last].filter(Boolean).join(' ')
  if (errors.length === 0 && lastName.length > 100) wrong('achternaam', 'too-long')
  const birthDate = typedDate && dateOf(typedDate)
  if (typedDate && !errors.some(({ column }) => column === 'geboortedatum')) {
    if (!birthDate) wrong('geboortedatum', 'not-a-date')
    else if (birthDate > bounds.today || birthDate < bounds.oldest)
      wrong('geboortedatum', 'date-out-of-range')
  }
  const year = typedYear && /^[1-8]$/.test(typedYear) ? Number(typedYear) : null
  if (typedYear && year === null && !errors.some(({ column }) => column === 'jaar'))
    wrong('jaar', 'not-a-year')
  const postcode = typedPostcode ? v.safeParse(Postcode, typedPostcode) : null
  if (postcode && !postcode.success && !errors.some(({ column }) => column === 'postcode'))
    wrong('postcode', 'not-a-postcode')

  if (errors.length > 0 || !number || !firstName || !birthDate) return { errors }
  return {
    row: {
      line: raw.line,
      number,
      firstName,
      lastName,
      birthDate,
      groupName,
      year,
      postcode: postcode?.success ? postcode.output : null,
    },
  }
}

/** So many rows are checked before others get their turn. */
const perTurn = 500

/** Checks all rows, and that no number stands there twice. */
export async function checkRows(
  raws: readonly RawRow[],
  bounds: { today: string; oldest: string },
): Promise<Omit<FileRows, 'skipped'>> {
  const rows: ImportRow[] = []
  const errors: RowError[] = []
  const seen = new Set<string>()
  for (const [index, raw] of raws.entries()) {
    if (index % perTurn === perTurn - 1) await new Promise(setImmediate)
    const checked = checkRow(raw, bounds)
    if ('errors' in checked) errors.push(...checked.errors)
    else if (seen.has(checked.row.number))
      errors.push({ line: raw.line, column: 'leerlingnummer', code: 'number-twice' })
    else {
      seen.add(checked.row.number)
      rows.push(checked.row)
    }
  }
  return { rows, errors }
}
