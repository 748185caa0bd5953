import type { MunicipalitySettings } from '@portal/shared/programme/municipality-settings.ts'
import { settingBounds } from '@portal/shared/programme/municipality-settings.ts'
import { type PriorityRule, priorityRules } from '@portal/shared/waiting-list/priority-class.ts'

/** The rules as the form shows them: those that count first, in order, then the others. */
export type RuleLine = { rule: PriorityRule; counts: boolean }

export const linesOf = (chosen: readonly PriorityRule[]): RuleLine[] => [
  ...chosen.map((rule) => ({ rule, counts: true })),
  ...priorityRules.filter((rule) => !chosen.includes(rule)).map((rule) => ({ rule, counts: false })),
]

/** A rule moved one up (-1) or down (1); the same list when it cannot. */
export function moved(lines: readonly RuleLine[], rule: PriorityRule, by: -1 | 1): RuleLine[] {
  const at = lines.findIndex((line) => line.rule === rule)
  const [line, other] = [lines[at], lines[at + by]]
  if (!line || !other) return [...lines]
  const next = [...lines]
  next[at] = other
  next[at + by] = line
  return next
}

const numberOf = (text: string) => (/^\d{1,4}$/.test(text) ? Number(text) : Number.NaN)
const isIn = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high

/** Which fields are not right. */
export type WrongSetting = 'offerHours' | 'offerHoursNear' | 'offerNearDays'

/** What the fields say, as the API takes it, or which of them are not right. */
export function readDraft(
  text: Record<WrongSetting, string>,
  lines: readonly RuleLine[],
  version: number,
): { settings: MunicipalitySettings } | { wrong: WrongSetting[] } {
  const offerHours = numberOf(text.offerHours)
  const offerHoursNear = numberOf(text.offerHoursNear)
  const offerNearDays = numberOf(text.offerNearDays)
  const wrong: WrongSetting[] = []
  if (!isIn(offerHours, settingBounds.offerHours)) wrong.push('offerHours')
  if (!isIn(offerHoursNear, settingBounds.offerHoursNear) || offerHoursNear > offerHours)
    wrong.push('offerHoursNear')
  if (!isIn(offerNearDays, settingBounds.offerNearDays)) wrong.push('offerNearDays')
  if (wrong.length > 0) return { wrong }
  const rules = lines.filter(({ counts }) => counts).map(({ rule }) => rule)
  return { settings: { offerHours, offerHoursNear, offerNearDays, priorityRules: rules, version } }
}
