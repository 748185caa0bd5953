import type { Database } from '@portal/db/client.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../app-env.ts'
import { hashOfToken } from '../http/session.ts'
import { givenLetter, offeredLetter } from './offer-letters.ts'
import { offerToken } from './offer-token.ts'

const lettersAtOnce = 20
/** So long a process has a letter to itself; longer than a mail server can keep it waiting. */
const claimMs = 5 * 60_000
/** After a failure it is tried again after one minute, two, four and so on, until there is nothing left to answer. */
const retryMs = (tries: number) => Math.min(60_000 * 2 ** (tries - 1), 3_600_000)
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

/** Takes letters that are due, so that no other process sends them; what died while it had some loses none. */
async function claim({ db, municipality, clock }: Dependencies): Promise<Due[]> {
  const now = clock()
  return db.sql<Due>`
    WITH due AS (
      SELECT id FROM offer_letter WHERE municipality_id = ${municipality.id} AND state = 'waiting' AND try_at <= ${now}
      ORDER BY try_at, id LIMIT ${lettersAtOnce} FOR UPDATE SKIP LOCKED
    ),
    mine AS (
      UPDATE offer_letter l SET try_at = ${new Date(now.getTime() + claimMs)}, tries = l.tries + 1
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

function letterOf(deps: Dependencies, due: Due, to: string, token: string) {
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

async function sendOne(deps: Dependencies, due: Due): Promise<boolean> {
  const m = deps.municipality.id
  const token = tokenOf(deps, due)
  if (!due.isOpen || due.email === null || token === null) {
    await deps.db
      .sql`UPDATE offer_letter SET state = 'dropped' WHERE municipality_id = ${m} AND id = ${due.id}`
    return false
  }
  try {
    await deps.mailer.send(letterOf(deps, due, due.email, token))
  } catch (error) {
    // What a mail server answered may repeat the address: only its codes go to the log.
    const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown }
    const reason = [code, responseCode].filter((part) => part !== undefined).join(' ') || 'unknown'
    deps.log.error(
      { event: 'offer-not-mailed', letter: due.id, tries: due.tries, reason },
      'an offer was not mailed',
    )
    await deps.db.sql`
      UPDATE offer_letter SET try_at = ${new Date(deps.clock().getTime() + retryMs(due.tries))}
      WHERE municipality_id = ${m} AND id = ${due.id} AND state = 'waiting'`
    return false
  }
  await deps.db.sql`
    UPDATE offer_letter SET state = 'sent', sent_at = ${deps.clock()} WHERE municipality_id = ${m} AND id = ${due.id}`
  return true
}

/**
 * Sends the letters about offered places that are due, whichever process wrote them, and drops those about which there is nothing
 * left to answer. Several processes share the work: a letter is taken by one of them. A process that dies between the mail
 * server's answer and writing it down sends that letter once more after five minutes, with the same link.
 * @returns how many were sent
 */
export async function sendOfferLetters(deps: Dependencies, isStopping = () => false): Promise<number> {
  let sent = 0
  while (!isStopping()) {
    const due = await claim(deps)
    if (due.length === 0) break
    const results = await Promise.all(due.map((each) => sendOne(deps, each)))
    sent += results.filter(Boolean).length
  }
  const old = new Date(deps.clock().getTime() - keepDays * 86_400_000)
  await deps.db
    .sql`DELETE FROM offer_letter WHERE municipality_id = ${deps.municipality.id} AND created_at < ${old}`
  return sent
}

type Sending = { again: boolean }
const sending = new WeakMap<Database, Sending>()

/** Sends beside the request, after a commit, one round at a time; what fails is left to the round of every minute. */
export function sendLettersSoon(deps: Dependencies): void {
  const underWay = sending.get(deps.db)
  if (underWay) {
    underWay.again = true
    return
  }
  const state: Sending = { again: false }
  sending.set(deps.db, state)
  const run = async () => {
    try {
      do {
        state.again = false
        await sendOfferLetters(deps)
      } while (state.again)
    } finally {
      sending.delete(deps.db)
    }
  }
  run().catch((error: unknown) => {
    const reason = error instanceof Error ? error.name : 'unknown'
    deps.log.warn({ event: 'offer-letters-failed', reason }, 'letters about offers could not be sent now')
  })
}
