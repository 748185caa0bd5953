import * as v from 'valibot'
import { sectors } from '../schools/school.ts'
import { Id, PageQuery, pageOf, SearchText } from '../wire.ts'

/** GET /municipality-schools?q= */
export const MunicipalitySchoolQuery = v.object({ q: v.optional(SearchText), ...PageQuery })
export type MunicipalitySchoolQuery = v.InferOutput<typeof MunicipalitySchoolQuery>

/** A school with who runs it on the portal. `pupils` is null when there are one to four: so few could be told who they are. */
export const MunicipalitySchool = v.object({
  id: Id,
  name: v.string(),
  sector: v.picklist(sectors),
  neighbourhood: v.nullable(v.object({ code: v.string(), name: v.string() })),
  owners: v.array(v.object({ name: v.string(), email: v.string() })),
  staff: v.number(),
  groups: v.number(),
  pupils: v.nullable(v.number()),
})
export type MunicipalitySchool = v.InferOutput<typeof MunicipalitySchool>
export const MunicipalitySchoolPage = pageOf(MunicipalitySchool)
export type MunicipalitySchoolPage = v.InferOutput<typeof MunicipalitySchoolPage>
