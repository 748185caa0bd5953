import * as v from 'valibot'
import { Moment } from '../wire.ts'

const facts = v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()])))

/** Why a child was passed over when last there was a place. `since`: from when on this was the reason. */
export const PassedOver = v.object({ code: v.string(), facts, since: Moment })
export type PassedOver = v.InferOutput<typeof PassedOver>

/** How it stands with a child on a waiting list, as its family reads it. Part of GET /enrolments/{id} while waitlisted. */
export const WaitingInfo = v.object({
  /** Turn on the list, from 1, of `of` who wait. */
  position: v.number(),
  of: v.number(),
  /** Those before this child who could be offered a place: without those for whom it did not fit when last there was one. */
  ahead: v.number(),
  /** How often a place was offered to somebody on this list: in the last `weeks` weeks, and ever. */
  moved: v.object({ weeks: v.number(), lately: v.number(), ever: v.number() }),
  /** Places that are free now although people wait. */
  free: v.number(),
  passedOver: v.nullable(PassedOver),
})
export type WaitingInfo = v.InferOutput<typeof WaitingInfo>

/** Looked back on when a family asks how the list moved: a month of weekly meetings. */
export const lookBackWeeks = 4

/** PATCH /enrolments/{id}: whether a place is to be taken as soon as there is one. */
export const EnrolmentPatch = v.object({ autoAccept: v.boolean() })
export type EnrolmentPatch = v.InferOutput<typeof EnrolmentPatch>

/**
 * GET /offerings/{id}/waiting-list: how the list stands, for who runs the offering. `reasons` says of how many who wait it is why
 * they are not offered a place now, and names nobody: `no-place-free` for who is simply not in turn yet.
 */
export const WaitingList = v.object({
  waiting: v.number(),
  /** Free for everybody, and held for some. */
  free: v.number(),
  held: v.number(),
  /** Offers that nobody answered yet. */
  offered: v.number(),
  /** Why nothing is offered at all; null when places are offered as they come free. */
  stopped: v.nullable(v.picklist(['not-published', 'no-session-to-come'])),
  moved: v.object({ weeks: v.number(), lately: v.number(), ever: v.number() }),
  reasons: v.array(v.object({ code: v.string(), count: v.number() })),
})
export type WaitingList = v.InferOutput<typeof WaitingList>
