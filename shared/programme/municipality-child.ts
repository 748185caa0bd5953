import * as v from 'valibot'
import { enrolmentStatuses } from '../enrolments/status.ts'
import { sectors } from '../schools/school.ts'
import { Id, LocalDate, PageQuery, pageOf, typedText } from '../wire.ts'

/** A day as people type it: "12-5-2018", "12/05/2018" or "2018-05-12"; null when the text is no day. */
export function typedDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const dutch = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text)
  const [year = '', month = '', day = ''] = iso
    ? iso.slice(1)
    : dutch
      ? [dutch[3], dutch[2]?.padStart(2, '0'), dutch[1]?.padStart(2, '0')]
      : []
  const date = `${year}-${month}-${day}`
  return v.is(LocalDate, date) ? date : null
}

/**
 * GET /municipality-children?q=&reason=: children by (part of) their names, or by birth date. The reason is shown to the families
 * of all who are found. At most 20 on a page: a search is for one child, not for a list of them.
 */
export const MunicipalityChildQuery = v.object({
  q: typedText(2, 100),
  page: PageQuery.page,
})
export type MunicipalityChildQuery = v.InferOutput<typeof MunicipalityChildQuery>

const found = {
  id: Id,
  firstName: v.string(),
  lastName: v.string(),
  birthDate: LocalDate,
  school: v.nullable(v.object({ id: Id, name: v.string(), sector: v.picklist(sectors) })),
  group: v.nullable(v.object({ id: Id, name: v.string(), year: v.number() })),
}

/** A child as the team finds it. */
export const FoundChild = v.object(found)
export type FoundChild = v.InferOutput<typeof FoundChild>
export const FoundChildPage = pageOf(FoundChild)
export type FoundChildPage = v.InferOutput<typeof FoundChildPage>

/** One child as the team sees it: no home, and of the family the one to get in touch with. */
export const MunicipalityChild = v.object({
  ...found,
  neighbourhood: v.nullable(v.object({ code: v.string(), name: v.string() })),
  /** The guardian who was there first; null when a school entered the child and nobody claimed it yet. */
  contact: v.nullable(v.object({ name: v.string(), email: v.string() })),
  guardians: v.number(),
  enrolments: v.array(
    v.object({
      id: Id,
      offeringId: Id,
      title: v.string(),
      provider: v.string(),
      status: v.picklist(enrolmentStatuses),
      firstDate: v.nullable(LocalDate),
      lastDate: v.nullable(LocalDate),
    }),
  ),
})
export type MunicipalityChild = v.InferOutput<typeof MunicipalityChild>
