import * as v from 'valibot'
import { HeldPlaces } from '../holds/hold.ts'
import { Id, LocalDate, LocalTime, Moment, Postcode, pageOf, typedText, Weekday } from '../wire.ts'

/** The six development areas of the national scheme School en Omgeving. */
export const areas = ['sport', 'culture', 'cognitive', 'social', 'self', 'world'] as const
export type Area = (typeof areas)[number]

export const slots = ['before-school', 'lunch', 'after-school', 'weekend', 'holiday'] as const
export type Slot = (typeof slots)[number]

export const audiences = ['neighbourhood', 'city'] as const
export type Audience = (typeof audiences)[number]

export const enrolmentModes = ['direct', 'round', 'school'] as const
export type EnrolmentMode = (typeof enrolmentModes)[number]

/** `hidden`: published, but not shown now: its organisation is not approved, or the VOG of its people has expired. */
export const offeringStatuses = ['draft', 'published', 'hidden', 'cancelled'] as const
export type OfferingStatus = (typeof offeringStatuses)[number]

/** Where it is. Coordinates are those of the postcode area: good for "about how far", not for a door. */
export const Place = v.object({
  id: Id,
  name: v.string(),
  address: v.string(),
  postcode: v.string(),
  neighbourhood: v.object({ code: v.string(), name: v.string() }),
})
export type Place = v.InferOutput<typeof Place>

/** One meeting. `start` and `end` are moments in UTC, the rest is the same on the municipality's clock; end is exclusive. */
export const Session = v.object({
  id: Id,
  start: Moment,
  end: Moment,
  date: LocalDate,
  startTime: LocalTime,
  endTime: LocalTime,
  place: Place,
  cancelled: v.boolean(),
})
export type Session = v.InferOutput<typeof Session>

const summaryFields = {
  id: Id,
  title: v.string(),
  summary: v.string(),
  areas: v.array(v.picklist(areas)),
  status: v.picklist(offeringStatuses),
  audience: v.picklist(audiences),
  enrolmentMode: v.picklist(enrolmentModes),
  slot: v.picklist(slots),
  /** Of the sessions that are not cancelled. Null when there are none yet. */
  firstDate: v.nullable(LocalDate),
  lastDate: v.nullable(LocalDate),
  weekdays: v.array(Weekday),
  /** Times of the first session to come (of the first, when all are past). */
  startTime: v.nullable(LocalTime),
  endTime: v.nullable(LocalTime),
  sessionCount: v.number(),
  place: Place,
  provider: v.object({ id: Id, name: v.string() }),
  neighbourhoods: v.array(v.object({ code: v.string(), name: v.string() })),
  /** Whole years on the day of the first session, both included; null where the audience's own bounds hold. */
  ageMin: v.nullable(v.number()),
  ageMax: v.nullable(v.number()),
  years: v.array(v.number()),
  priceCents: v.number(),
  inSchoolTime: v.boolean(),
  hasWaitingList: v.boolean(),
  capacity: v.number(),
  taken: v.number(),
  /** Places that are held for some and not used yet; `free` are those for everybody: capacity − taken − held. */
  held: v.number(),
  /** What `held` is made of, the first to end first. */
  holds: v.array(HeldPlaces),
  free: v.number(),
  waiting: v.number(),
  /** It runs from so many children on; null: with any number. */
  minimumGroup: v.nullable(v.number()),
  /** The day on which its provider decides at the latest whether it runs; null without a minimum or sessions. */
  decideBy: v.nullable(LocalDate),
  /** It runs with fewer too. */
  runsAnyway: v.boolean(),
  enrolmentOpensAt: Moment,
  enrolmentClosesAt: Moment,
  /** Straight line from the postcode or school that was asked for, in metres; null when none was. */
  distance: v.nullable(v.number()),
}

export const OfferingSummary = v.object(summaryFields)
export type OfferingSummary = v.InferOutput<typeof OfferingSummary>

export const OfferingPage = pageOf(OfferingSummary)
export type OfferingPage = v.InferOutput<typeof OfferingPage>

export const Offering = v.object({
  ...summaryFields,
  description: v.string(),
  /** Only pupils of these schools may come; empty: no such narrowing. */
  schools: v.array(v.object({ id: Id, name: v.string() })),
  invitedOnly: v.boolean(),
  /** Why it is hidden; null when it is not. */
  hiddenBecause: v.nullable(v.picklist(['provider-not-approved', 'vog-expired'])),
  round: v.nullable(v.object({ id: Id, name: v.string(), opensAt: Moment, closesAt: Moment })),
  sessions: v.array(Session),
  /** Send it back with a change: a change on an older version is refused with changed-meanwhile. */
  version: v.number(),
})
export type Offering = v.InferOutput<typeof Offering>

/** Sessions as a provider enters them: local times of the municipality. `id` keeps an existing session when it moves. */
export const SessionInput = v.pipe(
  v.object({ id: v.optional(Id), date: LocalDate, startTime: LocalTime, endTime: LocalTime }),
  v.forward(
    v.partialCheck(
      [['startTime'], ['endTime']],
      (session) => session.endTime > session.startTime,
      'A session ends after it starts, on the same day.',
    ),
    ['endTime'],
  ),
)
export type SessionInput = v.InferOutput<typeof SessionInput>

const wholeNumber = (min: number, max: number) =>
  v.pipe(
    v.number('Give a whole number.'),
    v.integer('Give a whole number.'),
    v.minValue(min, `Use at least ${min}.`),
    v.maxValue(max, `Use at most ${max}.`),
  )

const isUnique = (list: readonly (string | number)[]) => new Set(list).size === list.length

const inputFields = {
  title: typedText(1, 120),
  summary: typedText(0, 300),
  description: typedText(0, 5000),
  areas: v.pipe(
    v.array(v.picklist(areas)),
    v.minLength(1, 'Choose at least one area.'),
    v.maxLength(6),
    v.check((list) => isUnique(list), 'Name each area once.'),
  ),
  audience: v.picklist(audiences),
  enrolmentMode: v.picklist(['direct', 'school']),
  slot: v.picklist(slots),
  neighbourhoods: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^WK\d{6}$/, 'Give a neighbourhood code.'))),
    v.maxLength(50),
    v.check((list) => isUnique(list), 'Name each neighbourhood once.'),
  ),
  schools: v.pipe(
    v.array(Id),
    v.maxLength(100),
    v.check((list) => isUnique(list), 'Name each school once.'),
  ),
  ageMin: v.nullable(wholeNumber(2, 18)),
  ageMax: v.nullable(wholeNumber(2, 18)),
  years: v.pipe(
    v.array(wholeNumber(1, 8)),
    v.maxLength(8),
    v.check((list) => isUnique(list), 'Name each year once.'),
  ),
  place: v.object({
    name: typedText(1, 150),
    address: v.optional(typedText(0, 200), ''),
    postcode: Postcode,
  }),
  capacity: wholeNumber(0, 1000),
  hasWaitingList: v.boolean(),
  minimumGroup: v.nullable(wholeNumber(1, 1000)),
  /** Null: a week before the first session. */
  decideBy: v.nullable(LocalDate),
  inSchoolTime: v.boolean(),
  priceCents: wholeNumber(0, 100_000),
  enrolmentOpensAt: Moment,
  enrolmentClosesAt: Moment,
  status: v.picklist(['draft', 'published']),
  sessions: v.pipe(v.array(SessionInput), v.maxLength(200, 'An offering has at most 200 sessions.')),
}

/** True when either end is missing: one bound alone is fine. */
const inOrder = (low: number | null | undefined, high: number | null | undefined) =>
  low == null || high == null || low <= high
const before = (first: string | undefined, last: string | undefined) =>
  !first || !last || Date.parse(first) < Date.parse(last)

/**
 * POST /offerings. What is left out gets a sensible default: opens now, closes at the start of the first session,
 * free of charge, a waiting list, no narrowing, a draft. A published one needs at least one session (`invalid-input`).
 */
export const OfferingInput = v.pipe(
  v.object({
    ...inputFields,
    /** Of which own organisation; needed by who belongs to several. */
    providerId: v.optional(Id),
    summary: v.optional(inputFields.summary, ''),
    description: v.optional(inputFields.description, ''),
    enrolmentMode: v.optional(inputFields.enrolmentMode, 'direct'),
    slot: v.optional(inputFields.slot, 'after-school'),
    neighbourhoods: v.optional(inputFields.neighbourhoods, []),
    schools: v.optional(inputFields.schools, []),
    ageMin: v.optional(inputFields.ageMin, null),
    ageMax: v.optional(inputFields.ageMax, null),
    years: v.optional(inputFields.years, []),
    hasWaitingList: v.optional(inputFields.hasWaitingList, true),
    minimumGroup: v.optional(inputFields.minimumGroup, null),
    decideBy: v.optional(inputFields.decideBy, null),
    inSchoolTime: v.optional(inputFields.inSchoolTime, false),
    priceCents: v.optional(inputFields.priceCents, 0),
    enrolmentOpensAt: v.optional(inputFields.enrolmentOpensAt),
    enrolmentClosesAt: v.optional(inputFields.enrolmentClosesAt),
    status: v.optional(inputFields.status, 'draft'),
    sessions: v.optional(inputFields.sessions, []),
  }),
  v.forward(
    v.partialCheck(
      [['ageMin'], ['ageMax']],
      (input) => inOrder(input.ageMin, input.ageMax),
      'The highest age is below the lowest.',
    ),
    ['ageMax'],
  ),
  v.forward(
    v.partialCheck(
      [['enrolmentOpensAt'], ['enrolmentClosesAt']],
      (input) => before(input.enrolmentOpensAt, input.enrolmentClosesAt),
      'Enrolment closes after it opens.',
    ),
    ['enrolmentClosesAt'],
  ),
  v.forward(
    v.partialCheck(
      [['audience'], ['neighbourhoods']],
      (input) => input.audience === 'city' || input.neighbourhoods.length > 0,
      'Name at least one neighbourhood.',
    ),
    ['neighbourhoods'],
  ),
)
export type OfferingInput = v.InferOutput<typeof OfferingInput>

/**
 * PATCH /offerings/{id}: any of the fields; `sessions` is the whole list of those that go on: one that is left out is cancelled when
 * children hang on it, else removed. `version`: refuse when somebody changed it since. `runsAnyway`: it runs with fewer than the
 * minimum. `reason`: why, for the families whom it touches. `onClash`: what to do when a child would be in two places at once:
 * keep nothing (`refuse`, the default), or end its place here and tell the family (`end`).
 */
export const OfferingPatch = v.pipe(
  v.partial(
    v.object({
      ...inputFields,
      // Nobody hides by hand: that follows from the organisation.
      status: v.picklist(['draft', 'published', 'cancelled']),
      runsAnyway: v.boolean(),
      reason: typedText(1, 500),
      onClash: v.picklist(['refuse', 'end']),
      version: wholeNumber(1, 1_000_000_000),
    }),
  ),
  v.forward(
    v.partialCheck(
      [['ageMin'], ['ageMax']],
      (input) => inOrder(input.ageMin, input.ageMax),
      'The highest age is below the lowest.',
    ),
    ['ageMax'],
  ),
  v.forward(
    v.partialCheck(
      [['enrolmentOpensAt'], ['enrolmentClosesAt']],
      (input) => before(input.enrolmentOpensAt, input.enrolmentClosesAt),
      'Enrolment closes after it opens.',
    ),
    ['enrolmentClosesAt'],
  ),
)
export type OfferingPatch = v.InferOutput<typeof OfferingPatch>
