import * as v from 'valibot'
import { offeringStatuses } from '../catalogue/offering.ts'
import { Email } from '../sign-in/sign-in.ts'
import { Id, LocalDate, Moment, PageQuery, pageOf, SearchText, typedText } from '../wire.ts'
import { providerStatuses } from './provider.ts'
import { vogStates } from './vog.ts'

/**
 * Number in the register of the chamber of commerce (KvK): eight digits; spaces and dots are forgiven. No checksum of it has been
 * published, so a number that was mistyped can't be told from another: the team looks it up.
 */
export const ChamberNumber = v.pipe(
  v.string(),
  v.maxLength(20, 'Give the eight digits.'),
  v.transform((text) => text.replace(/[\s.]/g, '')),
  v.regex(/^\d{8}$/, 'Give the eight digits.'),
)

/** Digits, with the signs that people put between them. */
export const Phone = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^\+?[0-9][0-9 ()-]{6,27}[0-9]$/, 'Give a phone number such as 073 615 51 55.'),
)

/** An address on the web, with or without https:// before it; empty when there is none. */
export const Website = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(200, 'Use at most 200 characters.'),
  v.regex(
    /^$|^(https?:\/\/)?([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(\/[A-Za-z0-9._~%+&=?#/-]*)?$/,
    'Give an address such as www.voorbeeld.nl.',
  ),
)

const fields = {
  name: typedText(1, 150),
  contactName: typedText(1, 150),
  phone: Phone,
  email: Email,
  website: Website,
  chamberNumber: ChamberNumber,
  offers: typedText(1, 2000),
}

/** POST /providers: an organisation applies. Its code of conduct for the safety of children has to be agreed with. */
export const ProviderApplication = v.object({
  ...fields,
  website: v.optional(fields.website, ''),
  agreesToSafetyCode: v.pipe(
    v.boolean(),
    v.check((agrees) => agrees, 'Agree with the code of conduct for the safety of children.'),
  ),
})
export type ProviderApplication = v.InferOutput<typeof ProviderApplication>

/** PATCH /providers/{id}: any of the fields. `version`: refuse when somebody changed it since. */
export const ProviderPatch = v.partial(
  v.object({
    ...fields,
    version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000)),
  }),
)
export type ProviderPatch = v.InferOutput<typeof ProviderPatch>

/** GET /providers?status=&q=: `q` looks in name, contact person, mail and chamber number. */
export const ProviderQuery = v.object({
  status: v.optional(v.picklist(providerStatuses)),
  q: v.optional(SearchText),
  ...PageQuery,
})
export type ProviderQuery = v.InferOutput<typeof ProviderQuery>

const summary = {
  id: Id,
  name: v.string(),
  status: v.picklist(providerStatuses),
  contactName: v.string(),
  chamberNumber: v.nullable(v.string()),
  appliedAt: Moment,
  /** Null when the certificates of conduct were never checked. */
  vogValidUntil: v.nullable(LocalDate),
  vogState: v.picklist(vogStates),
  /** When its name or chamber number was changed after the last decision of the team; null when it was not. */
  identityChangedAt: v.nullable(Moment),
  /** Published offerings that go on, because of the children in them, although the VOG has expired. */
  runningWithoutVog: v.number(),
}

/** An organisation in the list of the team. */
export const ProviderSummary = v.object(summary)
export type ProviderSummary = v.InferOutput<typeof ProviderSummary>
/** Those who wait for a decision come first. `waiting` counts them, whatever the filters. */
export const ProviderPage = v.object({ ...pageOf(ProviderSummary).entries, waiting: v.number() })
export type ProviderPage = v.InferOutput<typeof ProviderPage>

/** An organisation as its own people and the team see it. */
export const Provider = v.object({
  ...summary,
  phone: v.string(),
  email: v.string(),
  website: v.nullable(v.string()),
  offers: v.string(),
  hasSafetyCode: v.boolean(),
  conditions: v.string(),
  /** Why the team decided as it did the last time. */
  decisionReason: v.string(),
  decidedAt: v.nullable(Moment),
  /** Not over yet, at most 200, the first to begin first. */
  offerings: v.array(
    v.object({
      id: Id,
      title: v.string(),
      status: v.picklist(offeringStatuses),
      firstDate: v.nullable(LocalDate),
      lastDate: v.nullable(LocalDate),
      taken: v.number(),
      held: v.number(),
      waiting: v.number(),
    }),
  ),
  /** Different children who have a place, and who wait, in what is published or hidden. */
  children: v.object({ placed: v.number(), waiting: v.number() }),
  staff: v.array(
    v.object({ name: v.string(), email: v.string(), isOwner: v.boolean(), maySeeParticipants: v.boolean() }),
  ),
  version: v.number(),
})
export type Provider = v.InferOutput<typeof Provider>
