import * as v from 'valibot'
import { enrolmentStatuses } from '../enrolments/status.ts'
import { Id, LocalDate, LocalTime, Moment } from '../wire.ts'

/** `yes-always`: yes, and from now on the school may enrol this child without asking. */
export const consentAnswers = ['yes', 'yes-always', 'no'] as const
export type ConsentAnswer = (typeof consentAnswers)[number]

const Token = v.pipe(v.string(), v.maxLength(200), v.regex(/^[\w-]+$/, 'Give the token of the link.'))

/** POST /consents/previews */
export const ConsentToken = v.object({ token: Token })

/** POST /consents */
export const ConsentByLink = v.object({ token: Token, answer: v.picklist(consentAnswers) })
export type ConsentByLink = v.InferOutput<typeof ConsentByLink>

/** POST /enrolments/{id}/consents */
export const ConsentInput = v.object({ answer: v.picklist(consentAnswers) })

/** What the holder of a letter is asked. Of the child only the first name: letters get lost. */
export const ConsentPreview = v.object({
  child: v.object({ firstName: v.string() }),
  school: v.object({ name: v.string() }),
  offering: v.object({
    id: Id,
    title: v.string(),
    placeName: v.string(),
    firstDate: v.nullable(LocalDate),
    lastDate: v.nullable(LocalDate),
    weekdays: v.array(v.number()),
    startTime: v.nullable(LocalTime),
    endTime: v.nullable(LocalTime),
  }),
  until: Moment,
})
export type ConsentPreview = v.InferOutput<typeof ConsentPreview>

/** What an answer did. */
export const ConsentGiven = v.object({
  status: v.picklist(enrolmentStatuses),
  answer: v.picklist(consentAnswers),
})
export type ConsentGiven = v.InferOutput<typeof ConsentGiven>

/**
 * GET /children/{id}/school-consent: whether the school of the child may enrol it without asking. `school` null: the child has none.
 * `isNeeded` false: somebody of this age decides alone.
 */
export const SchoolConsent = v.object({
  school: v.nullable(v.object({ id: Id, name: v.string() })),
  isNeeded: v.boolean(),
  given: v.nullable(v.object({ at: Moment, byYou: v.boolean() })),
})
export type SchoolConsent = v.InferOutput<typeof SchoolConsent>
