import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { isLocalMailbox, type KeptLetter } from '../mail/local-mailbox.ts'
import type { Answer, createTestApp } from './test-app.ts'

type Test = Awaited<ReturnType<typeof createTestApp>>

/** What an organisation sends that applies. */
export const application = {
  name: 'Judoclub De Band',
  contactName: 'Noor de Boer',
  phone: '073 555 12 34',
  email: 'info@deband.example',
  website: 'www.deband.example',
  chamberNumber: '1234 5678',
  offers: 'Judo voor kinderen van 6 tot en met 12 jaar.',
  agreesToSafetyCode: true,
}

/** An activity with one session, to be published or kept as a draft. */
export const activity = (over: object = {}) => ({
  title: 'Judo',
  areas: ['sport'],
  audience: 'neighbourhood',
  neighbourhoods: ['WK079611'],
  place: { name: 'Dojo', postcode: '5223AB' },
  capacity: 5,
  sessions: [{ date: '2027-05-15', startTime: '10:00', endTime: '11:00' }],
  ...over,
})

/** A signed-in account that belongs to nothing yet. */
export async function newcomer(test: Test, email: string): Promise<string> {
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at)
    VALUES (${municipalityId}, ${namedId('account', email)}, ${email}, now())`
  return test.signIn(email)
}

/** Decides as the demonstration's team, on the version that it sees now. */
export async function decide(test: Test, providerId: unknown, decision: object): Promise<Answer> {
  const team = await test.signIn('team@demo.example')
  const seen = await test.call('GET', `/providers/${providerId}`, undefined, team)
  return test.call(
    'POST',
    `/providers/${providerId}/decisions`,
    { version: seen.body.version, ...decision },
    team,
  )
}

export const approval = { decision: 'approve', vogValidUntil: '2027-11-24', hasSafetyCode: true }

/** Letters to an address, newest first. */
export const lettersTo = (test: Test, email: string): KeptLetter[] =>
  isLocalMailbox(test.deps.mailer) ? test.deps.mailer.letters().filter(({ to }) => to === email) : []

/** What the log holds of something, in order. */
export const logOf = (test: Test, id: unknown) =>
  test.db.sql<{
    verb: string
    before: Record<string, unknown> | null
    after: Record<string, unknown> | null
  }>`
    SELECT verb, before, after FROM change_log WHERE subject_id = ${id}::uuid ORDER BY number`
