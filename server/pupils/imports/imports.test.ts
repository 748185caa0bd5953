import { Writable } from 'node:stream'
import { newId } from '@portal/shared/ids.ts'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canaries, edexmlFile } from '../../testing/edexml-file.ts'
import { startServer } from '../../testing/start-server.ts'
import { createTestApp } from '../../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let school: string
let schoolId: string
const lines: string[] = []

beforeAll(async () => {
  test = await createTestApp()
  test.deps.log = pino(
    { level: 'trace' },
    new Writable({
      write(chunk, _, done) {
        lines.push(String(chunk))
        done()
      },
    }),
  )
  school = await test.signIn('school@demo.example')
  const me = await test.call('GET', '/me', undefined, school)
  schoolId = (me.body.schools as { id: string }[])[0]?.id ?? ''
})
afterAll(() => test.drop())

type Heard = { status: number; body: Record<string, unknown>; text: string }
async function send(
  path: string,
  file: string | Uint8Array<ArrayBuffer>,
  type = 'text/csv',
  cookie: string | null = school,
  id = schoolId,
): Promise<Heard> {
  const response = await test.app.request(`/api/v1/schools/${id}/pupil-imports${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': type,
      'Content-Length': String(Buffer.byteLength(file)),
      ...(cookie ? { Cookie: cookie } : {}),
    },
    body: file,
  })
  const text = await response.text()
  return { status: response.status, body: JSON.parse(text), text }
}

async function whole(begun: Heard): Promise<Record<string, unknown>> {
  expect(begun.status, begun.text).toBe(202)
  for (let tries = 0; tries < 600; tries += 1) {
    const path = `/schools/${schoolId}/pupil-imports/${begun.body.id}`
    const { body } = await test.call('GET', path, undefined, school)
    if (body.status !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The import did not end.')
}

const header = 'leerlingnummer;voornaam;tussenvoegsel;achternaam;geboortedatum;groep;jaar'
const csv = (...rows: string[]) => [header, ...rows].join('\n')
const written = async () =>
  (
    await test.db.sql`
    SELECT (SELECT count(*) FROM child) AS children, (SELECT count(*) FROM pupil) AS pupils,
      (SELECT count(*) FROM school_group) AS groups, (SELECT count(*) FROM change_log) AS log,
      (SELECT count(*) FROM pupil_import) AS imports`
  )[0]

describe('a CSV', () => {
  const good = csv('501;Anna;de;Boer;01-02-2018;Groep 5;5', '502;Bram;;Bos;02-03-2017;Plusklas;6')

  it('is shown before anything is written: what it would do, new groups, and what is wrong in each line', async () => {
    const before = await written()
    const seen = await send('/previews', `${good}\n503;=cmd|x;;Bos;02-03-2017;Onbekend;`)
    expect(seen.status).toBe(200)
    expect(seen.body).toMatchObject({
      format: 'csv',
      schoolYear: 2026,
      total: 3,
      toAdd: 2,
      toChange: 0,
      unchanged: 0,
      newGroups: [{ name: 'Plusklas', year: 6, pupils: 1 }],
      errorCount: 1,
      errors: [{ line: 4, column: 'voornaam', code: 'formula' }],
    })
    const unknown = await send('/previews', csv('503;Bo;;Bos;02-03-2017;Onbekend;'))
    expect(unknown.body.errors).toEqual([{ line: 2, column: 'jaar', code: 'group-without-year' }])
    expect(await send('', `${good}\n503;;;Bos;02-03-2017;Groep 5;`)).toMatchObject({
      status: 422,
      body: { code: 'file-has-errors', facts: { errors: 1 } },
    })
    expect(await send('', good)).toMatchObject({
      status: 409,
      body: { code: 'import-needs-groups', facts: { groups: 1 } },
    })
    expect(await written()).toEqual(before)
  })

  it('is brought in; the same file again changes nothing, and another one changes what differs', async () => {
    const done = await whole(await send('?makeGroups=true', good))
    expect(done).toMatchObject({ status: 'done', total: 2, done: 2, added: 2, changed: 0, unchanged: 0 })
    const { pupils, children } = (await written()) as Record<string, string>
    expect(await whole(await send('', good))).toMatchObject({ status: 'done', added: 0, unchanged: 2 })
    expect(await written()).toMatchObject({ pupils, children })
    const changed = csv('502;Bram;van der;Bos;02-03-2017;groep 7;', '501;Anna;de;Boer;01-02-2018;Groep 5;5')
    expect((await send('/previews', changed)).body).toMatchObject({ toAdd: 0, toChange: 1, unchanged: 1 })
    expect(await whole(await send('', changed))).toMatchObject({ added: 0, changed: 1, unchanged: 1 })
    const found = await test.call('GET', `/schools/${schoolId}/pupils?q=502`, undefined, school)
    expect(found.body.items).toMatchObject([{ lastName: 'van der Bos', group: { name: 'Groep 7', year: 7 } }])
  })

  it('of a child with a family changes the group only', async () => {
    const found = await test.call('GET', `/schools/${schoolId}/pupils?q=sara de wit`, undefined, school)
    const path = `/schools/${schoolId}/pupils/${found.body.items?.[0]?.id}`
    await test.call('PATCH', path, { pupilNumber: '600' }, school)
    const file = csv('600;Sarah;;Anders;01-01-2015;Groep 8;8')
    expect((await send('/previews', file)).body).toMatchObject({ toChange: 1, familyKeeps: 1 })
    await whole(await send('', file))
    const sara = await test.call('GET', path, undefined, school)
    expect(sara.body).toMatchObject({ firstName: 'Sara', lastName: 'de Wit', group: { name: 'Groep 8' } })
    expect((await send('/previews', file)).body).toMatchObject({ toChange: 0, unchanged: 1 })
  })

  it('with a class of two years makes a group for each year, and knows them again', async () => {
    const file = csv('701;A;;A;01-02-2018;3/4;3', '702;B;;B;01-02-2017;3/4;4')
    expect((await send('/previews', file)).body.newGroups).toEqual([
      { name: '3/4 · groep 3', year: 3, pupils: 1 },
      { name: '3/4 · groep 4', year: 4, pupils: 1 },
    ])
    await whole(await send('?makeGroups=true', file))
    expect((await send('/previews', file)).body).toMatchObject({ unchanged: 2, newGroups: [] })
  })

  it('of somebody else’s school is not read, nor from a visitor or a parent, nor with another type or size', async () => {
    const other = (await test.call('GET', '/schools?sector=vo')).body.items?.[0]?.id
    expect((await send('', good, 'text/csv', school, String(other))).status).toBe(404)
    expect((await send('', good, 'text/csv', null)).status).toBe(401)
    expect((await send('', good, 'text/csv', await test.signIn('ouder@demo.example'))).status).toBe(403)
    expect((await send('/previews', good, 'application/json')).status).toBe(415)
    expect(await send('/previews', 'x'.repeat(12 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { code: 'file-too-large' },
    })
    // A body of which nobody said how long it is.
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
    })
    const response = await test.app.request(`/api/v1/schools/${schoolId}/pupil-imports/previews`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv', 'Transfer-Encoding': 'chunked', Cookie: school },
      body: endless,
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(413)
    // No other route takes a file.
    const json = await test.app.request('/api/v1/children', {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv', 'Content-Length': '3', Cookie: school },
      body: 'a,b',
    })
    expect(json.status).toBe(415)
  })

  it('of fifty thousand lines is brought in with progress, one file at a time', async () => {
    const file = csv(
      ...Array.from(
        { length: 50_000 },
        (_, number) => `M${number};Kind;;Nummer${number};01-02-2018;Groep 5;5`,
      ),
    )
    const begun = await send('', file)
    expect(begun.body).toMatchObject({ status: 'running', total: 50_000 })
    expect(await send('', csv('1;A;;B;01-02-2018;Groep 5;5'))).toMatchObject({
      status: 409,
      body: { code: 'import-running' },
    })
    const seen = new Set<number>()
    for (;;) {
      const path = `/schools/${schoolId}/pupil-imports/${begun.body.id}`
      const { body } = await test.call('GET', path, undefined, school)
      seen.add(Number(body.done))
      if (body.status !== 'running') {
        expect(body).toMatchObject({ status: 'done', added: 50_000 })
        break
      }
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    expect(seen.size).toBeGreaterThan(2)
    expect((await send('/previews', file)).body).toMatchObject({ unchanged: 50_000 })
    await test.db.sql`
      DELETE FROM child WHERE id IN (SELECT child_id FROM pupil WHERE pupil_number LIKE 'M%')`
  }, 120_000)
})

describe('an import that is broken off', () => {
  it('leaves nothing behind, and is found to have failed', async () => {
    const before = (await written()) as Record<string, string>
    const server = await startServer(test.url, 'silent')
    const rows = Array.from({ length: 40_000 }, (_, number) => `K${number};Kind;;Nummer;01-02-2018;Groep 5;5`)
    const response = await fetch(`${server.url}/api/v1/schools/${schoolId}/pupil-imports`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv', Cookie: school },
      body: csv(...rows),
    })
    const begun = (await response.json()) as { id: string }
    expect(response.status, JSON.stringify(begun)).toBe(202)
    const path = `/schools/${schoolId}/pupil-imports/${begun.id}`
    // In the middle, as somebody else sees it.
    for (let done = 0; done === 0; )
      done = Number((await test.call('GET', path, undefined, school)).body.done)
    server.process.kill('SIGKILL')
    let status: unknown = 'running'
    for (let tries = 0; status === 'running' && tries < 200; tries += 1) {
      status = (await test.call('GET', path, undefined, school)).body.status
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(status).toBe('failed')
    expect(await written()).toMatchObject({
      children: before.children,
      pupils: before.pupils,
      log: before.log,
    })
    // Another one may come at once.
    const next = await whole(await send('', csv('501;Anna;de;Boer;01-02-2018;Groep 5;5')))
    expect(next).toMatchObject({ status: 'done' })
  }, 60_000)

  it('by the database is all undone', async () => {
    const before = (await written()) as Record<string, string>
    // Another pupil gets that number just before it is written.
    await test.db.sql`
      CREATE OR REPLACE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'Kanarienaam broke it off'; END $$`
    await test.db.sql`
      CREATE TRIGGER break_off BEFORE INSERT ON pupil FOR EACH ROW WHEN (NEW.pupil_number = '999') EXECUTE FUNCTION break_off()`
    const file = csv('998;Kanarienaam;;A;01-02-2018;Groep 5;5', '999;Kanarienaam;;B;01-02-2018;Nieuw;5')
    expect(await whole(await send('?makeGroups=true', file))).toMatchObject({ status: 'failed', added: 0 })
    await test.db.sql`DROP TRIGGER break_off ON pupil`
    const { imports: _, ...rest } = before
    expect(await written()).toMatchObject(rest)
    expect(lines.join('')).toContain('import-failed')
    expect(lines.join('')).not.toContain('Kanarienaam')
  })
})

describe('EDEXML', () => {
  it('of a thousand pupils is brought in twice, and nothing that the portal may not know is anywhere', async () => {
    const [{ brin, location } = { brin: '', location: '' }] = await test.db.sql<{
      brin: string
      location: string
    }>`
      SELECT brin, location_number AS location FROM school WHERE id = ${schoolId}::uuid`
    const file = edexmlFile({ brin, location })
    const answers: string[] = []
    const preview = await send('/previews', file, 'application/xml')
    answers.push(preview.text)
    expect(preview.body).toMatchObject({
      format: 'edexml',
      total: 1000,
      toAdd: 1000,
      errorCount: 0,
      newGroups: [{ name: '7/8 · groep 7' }, { name: '7/8 · groep 8' }],
    })
    const begun = await send('?makeGroups=true', file, 'application/xml')
    answers.push(begun.text)
    expect(await whole(begun)).toMatchObject({ status: 'done', added: 1000 })
    expect(await whole(await send('', file, 'application/xml'))).toMatchObject({ added: 0, unchanged: 1000 })
    for (const wrong of [
      file.replace('<groep key="g2"/>', '<groep key="nergens"/>'),
      file.replace(/<brincode>.*?</, '<brincode>99ZZ<'),
      file.slice(0, -100),
      file.replace('<bsn>', '<bsn>&amp;&nietbekend;'),
    ])
      answers.push((await send('/previews', wrong, 'application/xml')).text)
    answers.push(
      JSON.stringify(
        (await test.call('GET', `/schools/${schoolId}/pupils?pageSize=100`, undefined, school)).body,
      ),
    )

    const tables = await test.db.sql<{ name: string }>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
    expect(tables.length).toBeGreaterThan(20)
    for (const [what, canary] of Object.entries(canaries)) {
      for (const { name } of tables) {
        const [found] = await test.db.sql<{ found: boolean }>`
          SELECT strpos(query_to_xml('SELECT to_jsonb(t)::text AS x FROM ' || quote_ident(${name}) || ' t', false, true, '')::text,
            ${canary}) > 0 AS found`
        expect(found?.found, `${what} in ${name}`).toBe(false)
      }
      for (const answer of answers) expect(answer, what).not.toContain(canary)
      expect(lines.join(''), what).not.toContain(canary)
    }
    // The test would see it: what may be kept is there.
    const [kept] = await test.db.sql<{ found: boolean }>`
      SELECT strpos(query_to_xml('SELECT to_jsonb(t)::text AS x FROM pupil t', false, true, '')::text, '10999') > 0 AS found`
    expect(kept?.found).toBe(true)
    expect(lines.length).toBeGreaterThan(5)
  }, 60_000)

  it('is not looked at when it never was', async () => {
    const answer = await test.call('GET', `/schools/${schoolId}/pupil-imports/${newId()}`, undefined, school)
    expect(answer.status).toBe(404)
  })
})
