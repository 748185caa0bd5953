import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { consentLetter } from './consent-letter.ts'
import { consentToken } from './consent-token.ts'

/** Sent side by side in one transaction: what a crash in the middle would send once more, with the same link. */
const lettersAtOnce = 10
/** A letter that is refused is tried again after 1, 2, 4, … minutes, at last every hour. */
const longestPauseMinutes = 60

type Unsent = {
  id: string
  email: string
  firstName: string
  school: string
  title: string
  place: string
  nextStart: Date | null
  until: Date
}

const findUnsent = (deps: Dependencies, tx: Transaction) => tx.sql<Unsent>`
  SELECT r.id, a.email::text AS email, c.first_name AS "firstName", coalesce(s.name, '') AS school, t.title, p.name AS place,
    e.consent_until AS until,
    (SELECT min(x.starts_at) FROM session x WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id
      AND x.cancelled_at IS NULL AND x.starts_at > ${deps.clock()}) AS "nextStart"
  FROM consent_request r
  JOIN enrolment e ON e.municipality_id = r.municipality_id AND e.id = r.enrolment_id
  JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
  JOIN guardianship u ON u.municipality_id = c.municipality_id AND u.child_id = c.id AND u.account_id = r.account_id
  JOIN account a ON a.municipality_id = r.municipality_id AND a.id = r.account_id
  JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
  JOIN activity t ON t.municipality_id = o.municipality_id AND t.id = o.activity_id
  JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
  LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
  WHERE r.municipality_id = ${deps.municipality.id} AND r.sent_at IS NULL AND r.try_at <= ${deps.clock()}
    AND a.email IS NOT NULL AND e.status = 'awaiting_consent' AND e.consent_until > ${deps.clock()}
  ORDER BY r.try_at, r.id LIMIT ${lettersAtOnce} FOR UPDATE OF r SKIP LOCKED`

/** Sends some letters; answers how many there were to send. */
async function sendSome(deps: Dependencies, tx: Transaction): Promise<number> {
  const { municipality, settings } = deps
  const rows = await findUnsent(deps, tx)
  if (rows.length === 0) return 0
  const moment = new Intl.DateTimeFormat('nl-NL', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: municipality.timeZone,
  })
  const said = (at: Date) => moment.format(at).replace(/(\d\d):(\d\d)/, '$1.$2 uur')
  const sent = await Promise.allSettled(
    rows.map((row) => {
      const link = new URL('/toestemming', settings.publicUrl)
      link.searchParams.set('token', consentToken(settings, row.id))
      return deps.mailer.send(
        consentLetter({
          to: row.email,
          firstName: row.firstName,
          school: row.school,
          title: row.title,
          place: row.place,
          firstTime: row.nextStart ? said(row.nextStart) : '',
          until: said(row.until),
          link: link.href,
          municipality: municipality.name,
        }),
      )
    }),
  )
  const idsOf = (status: 'fulfilled' | 'rejected') =>
    rows.filter((_, index) => sent[index]?.status === status).map(({ id }) => id)
  const failed = idsOf('rejected')
  await tx.sql`
    UPDATE consent_request SET sent_at = CASE WHEN id = ANY (${failed}::uuid[]) THEN NULL ELSE ${deps.clock()}::timestamptz END,
      tries = CASE WHEN id = ANY (${failed}::uuid[]) THEN least(tries + 1, 1000) ELSE tries END,
      try_at = CASE WHEN id = ANY (${failed}::uuid[])
        THEN ${deps.clock()}::timestamptz + make_interval(mins => least(${longestPauseMinutes}::integer, (2 ^ least(tries, 10))::integer))
        ELSE try_at END
    WHERE municipality_id = ${municipality.id} AND id = ANY (${rows.map(({ id }) => id)}::uuid[])`
  // What a mail server answered may repeat the address: only the number goes to the log.
  if (failed.length > 0)
    deps.log.warn({ event: 'consent-letters-not-sent', failed: failed.length }, 'letters could not be sent')
  return rows.length
}

/**
 * Sends the letters that ask for consent and were not sent yet, from their rows: so a crash between an enrolment and its letter loses
 * none. Of several processes each takes its own (SKIP LOCKED). A crash between sending and writing that down sends some once more.
 * @returns how many there were to send
 */
export async function sendConsentLetters(deps: Dependencies, isStopping = () => false): Promise<number> {
  let tried = 0
  while (!isStopping()) {
    const some = await inTransaction(deps.db, (tx) => sendSome(deps, tx))
    tried += some
    if (some < lettersAtOnce) break
  }
  return tried
}

/** The same, for whoever has just committed and does not wait for the mail server. */
export function sendConsentLettersSoon(deps: Dependencies): void {
  sendConsentLetters(deps).catch((error: unknown) => {
    deps.log.warn({ event: 'consent-letters-failed', err: error }, 'letters wait for the next round')
  })
}
