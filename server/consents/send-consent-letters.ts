import type { Dependencies } from '../app-env.ts'
import { type LetterQueue, sendDueLetters, sendDueLettersSoon } from '../mail/letter-queue.ts'
import { consentLetter } from './consent-letter.ts'
import { consentToken } from './consent-token.ts'

type Due = {
  id: string
  tries: number
  email: string
  firstName: string
  school: string
  title: string
  place: string
  nextStart: Date | null
  until: Date
}

/** Of those about which there is something to answer; the others are left as they are. */
const claim: LetterQueue<Due>['claim'] = ({ db, municipality, clock }, until, atMost) => db.sql<Due>`
  WITH due AS (
    SELECT r.id FROM consent_request r
    JOIN enrolment e ON e.municipality_id = r.municipality_id AND e.id = r.enrolment_id
    JOIN guardianship u ON u.municipality_id = e.municipality_id AND u.child_id = e.child_id AND u.account_id = r.account_id
    JOIN account a ON a.municipality_id = r.municipality_id AND a.id = r.account_id
    WHERE r.municipality_id = ${municipality.id} AND r.sent_at IS NULL AND r.try_at <= ${clock()}
      AND a.email IS NOT NULL AND e.status = 'awaiting_consent' AND e.consent_until > ${clock()}
    ORDER BY r.try_at, r.id LIMIT ${atMost} FOR UPDATE OF r SKIP LOCKED
  ),
  mine AS (
    UPDATE consent_request r SET try_at = ${until}, tries = least(r.tries + 1, 1000)
    FROM due WHERE r.municipality_id = ${municipality.id} AND r.id = due.id RETURNING r.*
  )
  SELECT r.id, r.tries, a.email::text AS email, c.first_name AS "firstName", coalesce(s.name, '') AS school, t.title,
    p.name AS place, e.consent_until AS until,
    (SELECT min(x.starts_at) FROM session x WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id
      AND x.cancelled_at IS NULL AND x.starts_at > ${clock()}) AS "nextStart"
  FROM mine r
  JOIN enrolment e ON e.municipality_id = r.municipality_id AND e.id = r.enrolment_id
  JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
  JOIN account a ON a.municipality_id = r.municipality_id AND a.id = r.account_id
  JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
  JOIN activity t ON t.municipality_id = o.municipality_id AND t.id = o.activity_id
  JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
  LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id`

const consentLetters: LetterQueue<Due> = {
  name: 'consent',
  claim,
  write({ municipality, settings }, due) {
    const moment = new Intl.DateTimeFormat('nl-NL', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: municipality.timeZone,
    })
    const said = (at: Date) => moment.format(at).replace(/(\d\d):(\d\d)/, '$1.$2 uur')
    const link = new URL('/toestemming', settings.publicUrl)
    link.searchParams.set('token', consentToken(settings, due.id))
    return consentLetter({
      to: due.email,
      firstName: due.firstName,
      school: due.school,
      title: due.title,
      place: due.place,
      firstTime: due.nextStart ? said(due.nextStart) : '',
      until: said(due.until),
      link: link.href,
      municipality: municipality.name,
    })
  },
  keep: ({ db, municipality, clock }, { id }, fate) => db.sql`
    UPDATE consent_request SET sent_at = ${fate.state === 'sent' ? clock() : null}::timestamptz,
      try_at = coalesce(${'tryAt' in fate ? fate.tryAt : null}::timestamptz, try_at)
    WHERE municipality_id = ${municipality.id} AND id = ${id} AND sent_at IS NULL`,
}

/** Sends the letters that ask for consent and are due. @returns how many were sent */
export const sendConsentLetters = (deps: Dependencies, isStopping?: () => boolean): Promise<number> =>
  sendDueLetters(deps, consentLetters, isStopping)

/** The same, for whoever has just committed and does not wait for the mail server. */
export const sendConsentLettersSoon = (deps: Dependencies): void => sendDueLettersSoon(deps, consentLetters)
