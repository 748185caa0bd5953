import * as v from 'valibot'
import { priorityRules } from '../waiting-list/priority-class.ts'

const whole = (min: number, max: number) =>
  v.pipe(
    v.number('Give a whole number.'),
    v.integer('Give a whole number.'),
    v.minValue(min, `Use at least ${min}.`),
    v.maxValue(max, `Use at most ${max}.`),
  )

/** Bounds of what can be set; two weeks is the longest time to answer. */
export const settingBounds = {
  offerHours: [1, 336],
  offerHoursNear: [1, 336],
  offerNearDays: [0, 30],
} as const

const fields = {
  /** Hours in which a family answers an offered place. */
  offerHours: whole(...settingBounds.offerHours),
  /** The same when the next session is at most `offerNearDays` days away. */
  offerHoursNear: whole(...settingBounds.offerHoursNear),
  offerNearDays: whole(...settingBounds.offerNearDays),
  /** Who comes first on a waiting list, in order; empty: only the moment of joining counts. */
  priorityRules: v.pipe(
    v.array(v.picklist(priorityRules)),
    v.maxLength(priorityRules.length, 'Name each rule once.'),
    v.check((list) => new Set(list).size === list.length, 'Name each rule once.'),
  ),
  /** Raised by every change; send back the one that was read. */
  version: whole(1, 1_000_000_000),
}

/** GET /municipality-settings. */
export const MunicipalitySettings = v.object(fields)
export type MunicipalitySettings = v.InferOutput<typeof MunicipalitySettings>

/** PUT /municipality-settings: a change on an older version is refused with changed-meanwhile. */
export const MunicipalitySettingsInput = v.pipe(
  v.object(fields),
  v.forward(
    v.partialCheck(
      [['offerHours'], ['offerHoursNear']],
      (input) => input.offerHoursNear <= input.offerHours,
      'Near the start the time is not longer.',
    ),
    ['offerHoursNear'],
  ),
)
export type MunicipalitySettingsInput = v.InferOutput<typeof MunicipalitySettingsInput>
