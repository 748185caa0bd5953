import * as v from 'valibot'
import { Id, pageOf } from '../wire.ts'

/** Primary, secondary, special primary and special secondary education. */
export const sectors = ['po', 'vo', 'so', 'vso'] as const
export type Sector = (typeof sectors)[number]

/** One location of a school. `neighbourhood` is null where the open data know no postcode. */
export const School = v.object({
  id: Id,
  name: v.string(),
  sector: v.picklist(sectors),
  postcode: v.nullable(v.string()),
  neighbourhood: v.nullable(v.object({ code: v.string(), name: v.string() })),
})
export type School = v.InferOutput<typeof School>

export const SchoolPage = pageOf(School)
export type SchoolPage = v.InferOutput<typeof SchoolPage>

/** A class in a school year; `schoolYear` is the calendar year in which it begins; `year` is 1-8 (po) or 1-6 (vo). */
export const SchoolGroup = v.object({ id: Id, name: v.string(), year: v.number(), schoolYear: v.number() })
export type SchoolGroup = v.InferOutput<typeof SchoolGroup>

export const SchoolGroupPage = pageOf(SchoolGroup)
export type SchoolGroupPage = v.InferOutput<typeof SchoolGroupPage>
