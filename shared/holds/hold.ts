import * as v from 'valibot'
import { Id, LocalDate, LocalTime, Moment, pageOf, Weekday } from '../wire.ts'

export const holdKinds = ['school', 'neighbourhood', 'invited'] as const
export type HoldKind = (typeof holdKinds)[number]

/**
 * Held places as everybody sees them beside the free ones: only while something is left of them. `name`: of the school or
 * neighbourhood; null where they are for invited children.
 */
export const HeldPlaces = v.object({
  kind: v.picklist(holdKinds),
  name: v.nullable(v.string()),
  places: v.number(),
  left: v.number(),
  until: Moment,
})
export type HeldPlaces = v.InferOutput<typeof HeldPlaces>

/** A hold as who keeps it sees it. `used`: by children who have, or were offered, a place from it. */
export const PlaceHold = v.object({
  id: Id,
  kind: v.picklist(holdKinds),
  schoolId: v.nullable(Id),
  neighbourhoodCode: v.nullable(v.string()),
  name: v.nullable(v.string()),
  places: v.number(),
  used: v.number(),
  until: Moment,
  /** From then on what was left is for everybody. Null: not yet. */
  releasedAt: v.nullable(Moment),
  createdAt: Moment,
})
export type PlaceHold = v.InferOutput<typeof PlaceHold>

export const PlaceHoldPage = pageOf(PlaceHold)
export type PlaceHoldPage = v.InferOutput<typeof PlaceHoldPage>

const places = v.pipe(
  v.number('Give a whole number.'),
  v.integer('Give a whole number.'),
  v.minValue(1, 'Hold at least one place.'),
  v.maxValue(1000, 'Use at most 1000.'),
)

/** POST /offerings/{id}/holds. Of school and neighbourhood the one that `kind` names is needed; the other is not looked at. */
export const HoldInput = v.pipe(
  v.object({
    kind: v.picklist(holdKinds),
    schoolId: v.optional(v.nullable(Id), null),
    neighbourhoodCode: v.optional(
      v.nullable(v.pipe(v.string(), v.regex(/^WK\d{6}$/, 'Give a neighbourhood code.'))),
      null,
    ),
    places,
    until: Moment,
  }),
  v.forward(
    v.partialCheck(
      [['kind'], ['schoolId']],
      (input) => input.kind !== 'school' || input.schoolId !== null,
      'Name the school.',
    ),
    ['schoolId'],
  ),
  v.forward(
    v.partialCheck(
      [['kind'], ['neighbourhoodCode']],
      (input) => input.kind !== 'neighbourhood' || input.neighbourhoodCode !== null,
      'Name the neighbourhood.',
    ),
    ['neighbourhoodCode'],
  ),
)
export type HoldInput = v.InferOutput<typeof HoldInput>

/** PATCH /offerings/{id}/holds/{holdId} */
export const HoldPatch = v.partial(v.object({ places, until: Moment }))
export type HoldPatch = v.InferOutput<typeof HoldPatch>

/** A pupil of the own school who was invited to an offering.. */
export const InvitedPupil = v.object({
  id: Id,
  firstName: v.string(),
  lastName: v.string(),
  group: v.nullable(v.string()),
  isEnrolled: v.boolean(),
})
export type InvitedPupil = v.InferOutput<typeof InvitedPupil>
export const InvitedPupilPage = pageOf(InvitedPupil)
export type InvitedPupilPage = v.InferOutput<typeof InvitedPupilPage>

/** POST /schools/{id}/offerings/{offeringId}/invitations */
export const PupilInvitations = v.object({
  childIds: v.pipe(
    v.array(Id),
    v.minLength(1, 'Choose at least one pupil.'),
    v.maxLength(100, 'Invite at most 100 pupils at once.'),
    v.check((list) => new Set(list).size === list.length, 'Name each pupil once.'),
  ),
})
export type PupilInvitations = v.InferOutput<typeof PupilInvitations>

/**
 * GET /schools/{id}/held-places: where places are held for the pupils of a school, or for children whom a school may invite. `hold`
 * is null for an offering that is for invited children altogether. `invited`: how many pupils of the school were invited to it.
 */
export const SchoolPlaces = v.object({
  offering: v.object({
    id: Id,
    title: v.string(),
    placeName: v.string(),
    firstDate: v.nullable(LocalDate),
    weekdays: v.array(Weekday),
    startTime: v.nullable(LocalTime),
    endTime: v.nullable(LocalTime),
  }),
  hold: v.nullable(HeldPlaces),
  mayInvite: v.boolean(),
  invited: v.number(),
})
export type SchoolPlaces = v.InferOutput<typeof SchoolPlaces>
export const SchoolPlacesPage = pageOf(SchoolPlaces)
export type SchoolPlacesPage = v.InferOutput<typeof SchoolPlacesPage>
