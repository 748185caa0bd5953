import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../app-env.ts'
import { hashOfToken } from '../http/session.ts'
import { type LetterQueue, sendDueLetters, sendDueLettersSoon } from '../mail/letter-queue.ts'
import type { Letter } from '../mail/mailer.ts'
import { givenLetter, offeredLetter } from './offer-letters.ts'
import { offerToken } from './offer-token.ts'

/** What is kept of letters has no use any more after this. */
const keepDays = 90

type Due = {
  id: string
  tries: number
  tokenHash: Buffer
  /** There is still something to tell. */
  isOpen: boolean
  isGiven: boolean
  email: string | null
  until: Date
  firstName: string
  title: string
  placeName: string
  firstDate: string | null
  lastDate: string | null
  nextStart: Date | null
  nextEnd: Date | null
}

function claim({ db, municipality, clock }: Dependencies, until: Date, atMost: number): Promise<Due[]> {
  const now = clock()
  return db.sql<Due>`
    WITH due AS (
      SELECT id FROM offer_letter WHERE municipality_id = ${municipality.id} AND state = 'waiting' AND try_at <= ${now}
      ORDER BY try_at, id LIMIT ${atMost} FOR UPDATE SKIP LOCKED
    ),
    mine AS (
      UPDATE offer_letter l SET try_at = ${until}, tries = l.tries + 1
      FROM due WHERE l.municipality_id = ${municipality.id} AND l.id = due.id
      RETURNING l.*
    )
    SELECT l.id, l.tries, l.token_hash AS "tokenHash", f.answer IS NOT DISTINCT FROM 'taken' AS "isGiven",
      coalesce(f.answer = 'taken' AND e.status = 'placed'
        OR f.answer IS NULL AND e.status = 'offered' AND e.accepted_at IS NULL AND f.offered_until > ${now}, false) AS "isOpen",
      a.email::text AS email, f.offered_until AS until, c.first_name AS "firstName", t.title, p.name AS "placeName",
      o.first_date AS "firstDate", o.last_date AS "lastDate", n.starts_at AS "nextStart", n.ends_at AS "nextEnd"
    FROM mine l
    JOIN place_offer f ON f.municipality_id = l.municipality_id AND f.id = l.offer_id
    JOIN account a ON a.municipality_id = l.municipality_id AND a.id = l.account_id
    JOIN enrolment e ON e.municipality_id = f.municipality_id AND e.id = f.enrolment_id
    JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity t ON t.municipality_id = o.municipality_id AND t.id = o.activity_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    LEFT JOIN LATERAL (
      SELECT s.starts_at, s.ends_at FROM session s
      WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
      ORDER BY s.ends_at < ${now}, s.starts_at LIMIT 1) n ON true`
}

const day = (date: string) =>
  new Intl.DateTimeFormat('nl-NL', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )

/** "woensdag van 14.30 tot 15.30 uur, van 6 januari tot en met 24 maart" */
function whenText({ firstDate, lastDate, nextStart, nextEnd }: Due, zone: string): string {
  const time = (moment: Date) => timeOf(toLocal(moment, zone).minutes).replace(':', '.')
  const weekday = (moment: Date) =>
    new Intl.DateTimeFormat('nl-NL', { weekday: 'long', timeZone: zone }).format(moment)
  const hours =
    nextStart && nextEnd ? `${weekday(nextStart)} van ${time(nextStart)} tot ${time(nextEnd)} uur` : ''
  const period =
    firstDate && lastDate && firstDate !== lastDate
      ? `van ${day(firstDate)} tot en met ${day(lastDate)}`
      : firstDate
        ? day(firstDate)
        : ''
  return [hours, period].filter(Boolean).join(', ')
}

const momentText = (moment: Date, zone: string) =>
  new Intl.DateTimeFormat('nl-NL', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
    .format(moment)
    .replace(/(\d\d):(\d\d)/, '$1.$2 uur')

function letterOf(deps: Dependencies, due: Due, to: string, token: string): Letter {
  const { name, timeZone } = deps.municipality
  const page = due.isGiven ? '/mijn-kinderen' : '/plek'
  const link = new URL(page, deps.settings.publicUrl)
  if (!due.isGiven) link.searchParams.set('token', token)
  const facts = {
    to,
    firstName: due.firstName,
    title: due.title,
    when: whenText(due, timeZone),
    placeName: due.placeName,
    link: link.href,
    municipality: name,
  }
  return due.isGiven
    ? givenLetter(facts)
    : offeredLetter({ ...facts, until: momentText(due.until, timeZone) })
}

/** The token of a letter under whichever key made it; a key that is gone has left its hash without a token: null. */
function tokenOf(deps: Dependencies, { id, tokenHash }: Due): string | null {
  const tokens = deps.settings.secretKeys.map((key) => offerToken(key, id))
  return tokens.find((token) => hashOfToken(token).equals(tokenHash)) ?? null
}

const offerLetters: LetterQueue<Due> = {
  name: 'offer',
  claim,
  write(deps, due) {
    const token = tokenOf(deps, due)
    return due.isOpen && due.email !== null && token !== null ? letterOf(deps, due, due.email, token) : null
  },
  keep: ({ db, municipality, clock }, { id }, fate) => db.sql`
    UPDATE offer_letter SET state = ${fate.state}, sent_at = ${fate.state === 'sent' ? clock() : null}::timestamptz,
      try_at = coalesce(${'tryAt' in fate ? fate.tryAt : null}::timestamptz, try_at)
    WHERE municipality_id = ${municipality.id} AND id = ${id} AND state = 'waiting'`,
}

/**
 * Sends the letters about offered places that are due, drops those about which there is nothing left to answer, and forgets old ones.
 * @returns how many were sent
 */
export async function sendOfferLetters(deps: Dependencies, isStopping?: () => boolean): Promise<number> {
  const sent = await sendDueLetters(deps, offerLetters, isStopping)
  const old = new Date(deps.clock().getTime() - keepDays * 86_400_000)
  await deps.db
    .sql`DELETE FROM offer_letter WHERE municipality_id = ${deps.municipality.id} AND created_at < ${old}`
  return sent
}

/** Sends beside the request, after a commit. */
export const sendOfferLettersSoon = (deps: Dependencies): void => sendDueLettersSoon(deps, offerLetters)
