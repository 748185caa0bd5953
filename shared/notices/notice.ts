import * as v from 'valibot'
import { Id, Moment, PageQuery, pageOf } from '../wire.ts'

/**
 * What a family is to be told. Each kind has a sentence in the dictionary (web/i18n/nl/notices.json), made from its facts and the names of child and
 * activity; the sending is done from the rows of `notice`, after the change itself.
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
  'enrolled-by-school',
  'pupil-invited',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Changes on the side of a school: the reason is in its words, not in those of the provider. */
const bySchool: readonly string[] = [
  'lessons-changed',
  'closure-added',
  'child-changed',
  'consent-asked',
  'enrolled-by-school',
]

/** Whose words the reason of a notice is in. */
export const reasonBy = (kind: NoticeKind): 'school' | 'provider' =>
  bySchool.includes(kind) ? 'school' : 'provider'

/** GET /notices. `offering` and `enrolmentId`: what it is about, where it is about one. `facts`: as they were then. */
export const Notice = v.object({
  id: Id,
  kind: v.picklist(noticeKinds),
  child: v.object({ id: Id, firstName: v.string(), isSelf: v.boolean() }),
  offering: v.nullable(v.object({ id: Id, title: v.string() })),
  enrolmentId: v.nullable(Id),
  reason: v.string(),
  facts: v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
  createdAt: Moment,
  /** Not seen yet by who asks; another guardian may have. */
  isUnread: v.boolean(),
})
export type Notice = v.InferOutput<typeof Notice>

/** The newest first. `unread`: of all, not of the page. */
export const NoticePage = v.object({ ...pageOf(Notice).entries, unread: v.number() })
export type NoticePage = v.InferOutput<typeof NoticePage>

export const NoticeQuery = v.object({ ...PageQuery })

/** POST /notices/readings: all up to and including that moment are seen; what came after it is not. */
export const NoticeReading = v.object({ until: Moment })
export type NoticeReading = v.InferOutput<typeof NoticeReading>

/** What is unread after that. */
export const UnreadCount = v.object({ unread: v.number() })
export type UnreadCount = v.InferOutput<typeof UnreadCount>
