import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import type { createTestApp } from './test-app.ts'

type TestApp = Awaited<ReturnType<typeof createTestApp>>

/** Makes an account of the demonstration city guardian of a child too, as an invitation that was accepted would. */
export async function addGuardian(test: TestApp, childId: string, email: string): Promise<void> {
  await test.db.sql`
    INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
    VALUES (${municipalityId}, ${namedId('account', email)}, ${childId}, now())`
}

/** An account that is nobody yet. */
export async function addAccount(test: TestApp, email: string): Promise<string> {
  const id = namedId('account', email)
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${id}, ${email}, now())`
  return id
}

/** A published offering of the demonstration provider on one Saturday, for one neighbourhood or for the city. */
export async function publishOffering(
  test: TestApp,
  over: { title: string; neighbourhoods?: string[]; capacity?: number; date?: string } & Record<
    string,
    unknown
  >,
): Promise<string> {
  const { date = '2027-01-16', ...rest } = over
  const answer = await test.call(
    'POST',
    '/offerings',
    {
      areas: ['sport'],
      audience: rest.neighbourhoods ? 'neighbourhood' : 'city',
      place: { name: 'Gymzaal', postcode: '5223 AB' },
      capacity: 10,
      status: 'published',
      sessions: [{ date, startTime: '10:00', endTime: '11:00' }],
      ...rest,
    },
    await test.signIn('aanbieder@demo.example'),
  )
  if (answer.status !== 201) throw new Error(`No offering: ${JSON.stringify(answer.body)}`)
  return String(answer.body.id)
}

/** Tables with a row that holds a text anywhere. */
export async function tablesWith(test: TestApp, text: string): Promise<string[]> {
  const tables = await test.db.sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND (xpath('/row/c/text()', query_to_xml(
      format('SELECT count(*) AS c FROM %I x WHERE to_jsonb(x)::text ILIKE %L', table_name, ${`%${text}%`}::text),
      false, true, '')))[1]::text::integer > 0`
  return tables.map(({ name }) => name)
}
