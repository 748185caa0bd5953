import * as v from 'valibot'

/**
 * Every code with which the portal refuses, with its HTTP status and its title (RFC 9457). A refusal on screen is a
 * Dutch sentence made from the code and its facts; `title` and `detail` are for developers, in English.
 */
export const problems = {
  // The request
  'invalid-input': { status: 422, title: 'Some fields are not right' },
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'unsupported-content-type': { status: 415, title: 'Send application/json' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This address does not know that method' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'not-allowed': { status: 403, title: 'Your account may not do this' },
  'other-origin': { status: 403, title: 'Changes must come from the portal itself' },
  'rate-limited': { status: 429, title: 'Too many attempts' },
  'link-invalid': { status: 410, title: 'This sign-in link is used, expired or unknown' },
  'sign-in-invalid': {
    status: 410,
    title: 'This was not begun in this browser, took too long or was used already',
  },
  'identity-provider-refused': { status: 403, title: 'The identity provider did not sign you in' },
  'identity-provider-unreachable': { status: 503, title: 'The identity provider does not answer' },
  'claimed-school-unknown': {
    status: 403,
    title: 'The school that the identity provider names is not known here',
  },
  'claimed-organisation-unknown': {
    status: 403,
    title: 'The organisation that the identity provider names is not known here',
  },
  'identity-taken': { status: 409, title: 'This identity belongs to another account' },
  'last-way-in': { status: 409, title: 'Without this nobody could sign in to the account any more' },
  'email-taken': { status: 409, title: 'This mail address belongs to another account' },
  'passkey-refused': { status: 422, title: 'This passkey does not sign in' },
  'guardian-acts': { status: 403, title: 'Until 16 a guardian does this' },
  'young-person-acts': { status: 403, title: 'From 16 the young person does this' },
  'sixteen-by-correction': { status: 409, title: 'One guardian alone does not make a child sixteen' },
  'too-young-to-enter-oneself': { status: 422, title: 'From 16 somebody may enter themselves' },
  'already-entered': { status: 409, title: 'This account is a child of the portal already' },
  'third-home': { status: 409, title: 'A child has two homes at most' },
  // Invitations, staff and guardians
  'invitation-invalid': { status: 410, title: 'This invitation is used, expired, taken back or unknown' },
  'invitation-for-other-address': { status: 409, title: 'This invitation is for another address' },
  'already-member': { status: 409, title: 'That account belongs here already' },
  'too-young-for-account': { status: 422, title: 'The child is too young for an account of its own' },
  'has-own-account': { status: 409, title: 'The child has an account of its own already' },
  'is-another-young-person': { status: 409, title: 'That account is another young person' },
  'last-owner': { status: 409, title: 'There must be one owner left' },
  'last-team-member': { status: 409, title: 'There must be one member of the team left' },
  'last-guardian': { status: 409, title: 'The child has no other guardian' },
  'only-own-link': { status: 403, title: 'Only that guardian can end this' },
  'changed-meanwhile': { status: 409, title: 'Somebody changed this meanwhile' },
  'precondition-failed': { status: 412, title: 'This is no longer what you saw: somebody changed it' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The portal is not available for a moment' },
  // Eligibility
  'too-young': { status: 422, title: 'The child is too young on the first day' },
  'too-old': { status: 422, title: 'The child is too old on the first day' },
  'other-neighbourhood': {
    status: 422,
    title: 'Neither home nor school lies in a neighbourhood of this offering',
  },
  'other-school': { status: 422, title: 'This offering is for other schools' },
  'other-year': { status: 422, title: 'This offering is for other school years' },
  'not-invited': { status: 422, title: 'This offering is for invited children' },
  // Schedule
  'lesson-clash': { status: 409, title: 'The child has lessons at that time' },
  'session-clash': { status: 409, title: 'The child has another activity at that time' },
  'travel-clash': { status: 409, title: 'There is not enough time to travel' },
  // Capacity and enrolment
  'offering-full': { status: 409, title: 'All places are taken' },
  'already-enrolled': { status: 409, title: 'The child is enrolled already' },
  'enrolment-not-open': { status: 409, title: 'Enrolment has not opened yet' },
  'enrolment-closed': { status: 409, title: 'Enrolment has closed' },
  'enrolment-by-round': { status: 409, title: 'Places are drawn in a round' },
  'enrolment-by-school': { status: 409, title: 'The school enrols for this offering' },
  'limit-reached': { status: 409, title: 'The child has the most places it may have' },
  'no-room-together': { status: 409, title: 'There is no room for all of them' },
  'pair-code-unknown': { status: 410, title: 'There is no such code' },
  'pair-code-used': { status: 410, title: 'This code has been used' },
  'pair-code-expired': { status: 410, title: 'This code has expired' },
  'pair-code-ended': { status: 410, title: 'This code was replaced or taken back' },
  'pair-code-own': { status: 409, title: 'This code is of the same child' },
  'friend-enrolled-already': { status: 409, title: 'The other child is enrolled already' },
  'friend-cannot-join': { status: 409, title: 'The other child cannot be enrolled now' },
  'too-many-pair-codes': { status: 409, title: 'There are too many open codes' },
  'period-overlaps': { status: 409, title: 'Another period has some of these days' },
  'capacity-below-taken': { status: 409, title: 'More children have a place than that' },
  'capacity-below-held': { status: 409, title: 'Places are held that would no longer be there' },
  'held-places-not-free': { status: 409, title: 'Not that many places are free to be held' },
  'held-places-used': { status: 409, title: 'More of the held places are used than that' },
  'hold-ended': { status: 409, title: 'These places are no longer held' },
  'takes-no-invitations': { status: 409, title: 'This offering has no places for invited children' },
  'status-does-not-allow': { status: 409, title: 'The enrolment is not in a state for this' },
  'offering-not-published': { status: 409, title: 'This offering is not public' },
  // Offered places, and the waiting list
  'only-held-places-free': { status: 409, title: 'The free places are held for others' },
  'pair-needs-more-places': {
    status: 409,
    title: 'There are not enough places for all who want one together',
  },
  'pair-does-not-fit': { status: 409, title: 'It does not fit whom the child waits with' },
  'offer-link-unknown': { status: 410, title: 'There is no such link to an offered place' },
  'offer-link-replaced': { status: 410, title: 'There was a later offer; its link counts' },
  'offer-expired': { status: 410, title: 'The time to answer is over' },
  'offer-accepted': { status: 409, title: 'Somebody said yes to this place already' },
  'offer-declined': { status: 409, title: 'Somebody said no to this place already' },
  'offer-gone': { status: 409, title: 'The place went to another child; this one waits again' },
  'offer-withdrawn': { status: 409, title: 'The child was taken off meanwhile' },
  'offer-cancelled': { status: 409, title: 'The activity was cancelled meanwhile' },
  'undo-too-late': { status: 409, title: 'The time to take a no back is over' },
  'undo-used': { status: 409, title: 'A no can be taken back once' },
  'has-live-enrolments': { status: 409, title: 'There are enrolments that must end first' },
  // Schools and their pupils
  'group-exists': { status: 409, title: 'The school has a group of this name in that school year' },
  'group-in-use': { status: 409, title: 'Pupils or lessons hang on this group' },
  'pupil-has-guardian': { status: 409, title: 'The family of this child keeps its name and birth date' },
  'pupil-number-taken': { status: 409, title: 'Another pupil of the school has this number' },
  'file-too-large': { status: 413, title: 'The file is too large' },
  'file-unreadable': { status: 422, title: 'The file cannot be read' },
  'file-columns-missing': { status: 422, title: 'The file lacks columns' },
  'file-of-other-school': { status: 422, title: 'The file is of another school' },
  'file-of-other-year': { status: 422, title: 'The file is of another school year' },
  'file-has-errors': { status: 422, title: 'The file has lines that are not right' },
  'import-running': { status: 409, title: 'A file of this school is being brought in' },
  'import-needs-groups': { status: 409, title: 'The file names groups that are not there' },
  // Claim codes
  'claim-code-unknown': { status: 410, title: 'There is no such code' },
  'claim-code-used': { status: 410, title: 'This code has been used' },
  'claim-code-expired': { status: 410, title: 'This code has expired' },
  'claim-code-ended': { status: 410, title: 'This code was replaced or taken back' },
  'merge-birth-dates-differ': { status: 409, title: 'The two children have different birth dates' },
  'merge-other-pupil': { status: 409, title: 'The two children are two pupils of one school' },
  'merge-places-clash': { status: 409, title: 'Both children have a place at the same time' },
  // Classes, and consent of guardians
  'request-key-reused': { status: 422, title: 'Another request was made with this key' },
  'class-undo-too-late': { status: 409, title: 'This can no longer be undone' },
  'consent-link-invalid': { status: 410, title: 'This link was not made here, or not copied as a whole' },
  'consent-link-foreign': { status: 410, title: 'This link is of nobody who decides about this child' },
  'consent-answered': { status: 410, title: 'This question has been answered' },
  'consent-expired': { status: 410, title: 'The time to answer is over' },
  'consent-ended': { status: 410, title: 'The enrolment was withdrawn meanwhile' },
  // Organisations
  'provider-not-approved': { status: 409, title: 'The organisation is not approved' },
  'vog-expired': { status: 409, title: 'The certificates of conduct have expired' },
  'chamber-number-in-use': { status: 409, title: 'An organisation with this chamber number is here already' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

/** Facts on which a refusal rests: flat, so that a sentence in any language can be made from them. */
export type Facts = Record<string, string | number | boolean | null>

/** One reason why not, or a warning. `detail` is an English sentence for developers. */
export const Refusal = v.object({
  code: v.picklist(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  detail: v.string(),
  facts: v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
})
export type Refusal = v.InferOutput<typeof Refusal>

/** A thing worth saying that does not stand in the way. */
export const Warning = v.object({
  code: v.picklist([
    'session-on-closure',
    'postcode-doubtful',
    'home-unknown',
    'group-unknown',
    'school-unknown',
    'timetable-unknown',
  ]),
  detail: v.string(),
  facts: v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
})
export type Warning = v.InferOutput<typeof Warning>

/** RFC 9457 problem document, the only form of an error. `pointer` is a JSON pointer or the name of a query key. */
export const ProblemDocument = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.picklist(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  instance: v.optional(v.string()),
  errors: v.optional(
    v.array(v.object({ pointer: v.string(), detail: v.string(), code: v.optional(v.string()) })),
  ),
  refusals: v.optional(v.array(Refusal)),
  facts: v.optional(v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()])))),
})
export type ProblemDocument = v.InferOutput<typeof ProblemDocument>
