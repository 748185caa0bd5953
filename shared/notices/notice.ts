/**
 * What a family is to be told. Each kind has a sentence in the dictionaries, made from its facts; the sending is done from the rows
 * of `notice`, after the change itself.
 */
export const noticeKinds = [
  'place-offered',
  'place-expired',
  'place-given',
  'pair-broken',
  'friend-joined',
  'session-moved',
  'session-added',
  'session-cancelled',
  'location-changed',
  'offering-cancelled',
  'place-ended',
  'lessons-changed',
  'closure-added',
  'child-changed',
  'consent-asked',
  'consent-expired',
] as const
export type NoticeKind = (typeof noticeKinds)[number]
