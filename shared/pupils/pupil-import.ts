import * as v from 'valibot'
import { Touched } from '../calendar/clash.ts'
import { Id, Moment } from '../wire.ts'

/** A file may be this large, in bytes: 50,000 lines of CSV are about 4 MB, the EDEXML of 5,000 pupils about 8. */
export const largestFile = 12 * 1024 * 1024

/** More pupils than this are no school's. */
export const mostRows = 50_000

/** Columns of the CSV, in Dutch as schools know them; the order in a file is free. */
export const csvColumns = [
  'leerlingnummer',
  'voornaam',
  'tussenvoegsel',
  'achternaam',
  'geboortedatum',
  'groep',
  'jaar',
  'postcode',
] as const
export type CsvColumn = (typeof csvColumns)[number]

/** Without these a file cannot be brought in at all. */
export const requiredColumns = ['leerlingnummer', 'voornaam', 'achternaam', 'geboortedatum', 'groep'] as const

/** What can be wrong in a line. */
export const rowErrorCodes = [
  'missing',
  'too-long',
  'characters',
  'formula',
  'not-a-date',
  'date-out-of-range',
  'not-a-year',
  'not-a-postcode',
  'number-twice',
  'group-without-year',
  'unknown-group-key',
] as const
export type RowErrorCode = (typeof rowErrorCodes)[number]

/** `line` counts from 1, the header of a CSV included; in EDEXML it is the line on which the pupil begins. */
export const RowError = v.object({
  line: v.number(),
  column: v.picklist(csvColumns),
  code: v.picklist(rowErrorCodes),
})
export type RowError = v.InferOutput<typeof RowError>

export const importFormats = ['csv', 'edexml'] as const

/**
 * What bringing a file in would do; nothing was written. `toChange` counts those whose names, birth date or group differ;
 * `familyKeeps`: pupils with a guardian, of whom only the group follows the file; `withoutGroup`: the file names no group or year
 * that the portal knows; `skipped`: those who left the school, as the file says. At most 200 errors are told.
 */
export const ImportPreview = v.object({
  format: v.picklist(importFormats),
  schoolYear: v.number(),
  total: v.number(),
  toAdd: v.number(),
  toChange: v.number(),
  unchanged: v.number(),
  familyKeeps: v.number(),
  withoutGroup: v.number(),
  skipped: v.number(),
  notInFile: v.number(),
  newGroups: v.array(v.object({ name: v.string(), year: v.number(), pupils: v.number() })),
  /** Enrolments that would newly clash, or for which a pupil would not be eligible any more; at most 50 are told. */
  touchedCount: v.number(),
  touched: v.array(Touched),
  errorCount: v.number(),
  errors: v.array(RowError),
  /** The first rows as they were read, to see whether the columns are right. */
  sample: v.array(
    v.object({
      line: v.number(),
      firstName: v.string(),
      lastName: v.string(),
      birthDate: v.string(),
      group: v.nullable(v.string()),
    }),
  ),
})
export type ImportPreview = v.InferOutput<typeof ImportPreview>

/** A file that is being brought in, or was: all of it or nothing. */
export const PupilImport = v.object({
  id: Id,
  format: v.picklist(importFormats),
  status: v.picklist(['running', 'done', 'failed']),
  total: v.number(),
  done: v.number(),
  added: v.number(),
  changed: v.number(),
  unchanged: v.number(),
  startedAt: Moment,
  endedAt: v.nullable(Moment),
})
export type PupilImport = v.InferOutput<typeof PupilImport>
