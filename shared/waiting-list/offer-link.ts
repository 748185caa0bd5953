import * as v from 'valibot'
import { LocalDate, LocalTime, Moment } from '../wire.ts'
import { offerStates } from './offer-state.ts'

const token = v.pipe(v.string(), v.maxLength(200), v.regex(/^[\w-]+$/, 'Give the token of the link.'))

/** POST /offer-links/previews: changes nothing, so that whoever only looks at a link (a mail scanner) answers nothing. */
export const OfferToken = v.object({ token })
export type OfferToken = v.InferOutput<typeof OfferToken>

export const offerAnswers = ['yes', 'no', 'undo-no'] as const
export type OfferAnswer = (typeof offerAnswers)[number]

/** POST /offer-links. `undo-no` takes a no back. */
export const OfferLinkAnswer = v.object({ token, answer: v.picklist(offerAnswers) })
export type OfferLinkAnswer = v.InferOutput<typeof OfferLinkAnswer>

/** What the reader of a link is asked, or how it stands. No more of the child than its first name. */
export const OfferPreview = v.object({
  state: v.picklist(offerStates),
  /** Who answered: the reader, another of the family, or the portal because they had asked for it. Null: nobody did. */
  answeredBy: v.nullable(v.picklist(['you', 'other', 'portal'])),
  firstName: v.string(),
  offeringId: v.string(),
  title: v.string(),
  placeName: v.string(),
  address: v.string(),
  firstDate: v.nullable(LocalDate),
  lastDate: v.nullable(LocalDate),
  weekdays: v.array(v.number()),
  /** Of the next session. */
  startTime: v.nullable(LocalTime),
  endTime: v.nullable(LocalTime),
  priceCents: v.number(),
  /** Until when it can be answered. */
  until: Moment,
  /** Until when a no can be taken back; null when it cannot. */
  undoUntil: v.nullable(Moment),
  /** Place on the list, of who waits (again). */
  position: v.nullable(v.number()),
})
export type OfferPreview = v.InferOutput<typeof OfferPreview>
