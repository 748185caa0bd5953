import { addDays } from '../schedule/local-time.ts'

/** From so many days before the certificates of conduct (VOG) expire, organisation and team are warned. */
export const vogWarningDays = 60

/** `unknown`: never checked, which counts as expired. */
export const vogStates = ['unknown', 'valid', 'expires-soon', 'expired'] as const
export type VogState = (typeof vogStates)[number]

/**
 * How the certificates of conduct of an organisation's people stand on a day.
 * @param validUntil the last day on which they count, YYYY-MM-DD; null when they were never checked
 * @param today a day in the municipality's calendar
 */
export function vogStateOn(validUntil: string | null, today: string): VogState {
  if (validUntil === null) return 'unknown'
  if (validUntil < today) return 'expired'
  return validUntil <= addDays(today, vogWarningDays) ? 'expires-soon' : 'valid'
}
