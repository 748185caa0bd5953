import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../http/problem.ts'
import { decodeText } from './decode-text.ts'
import { checkRows, dateOf } from './import-row.ts'
import { readCsv } from './read-csv.ts'

const bounds = { today: '2026-11-24', oldest: '2006-11-29' }
const header = 'Leerlingnummer;Voornaam;Tussenvoegsel;Achternaam;Geboortedatum;Groep;Jaar;Postcode'
const read = async (text: string | Uint8Array) =>
  checkRows(await readCsv(typeof text === 'string' ? Buffer.from(text) : text), bounds)
const codesOf = async (line: string) =>
  (await read(`${header}\n${line}`)).errors.map(({ column, code }) => `${column} ${code}`)

/** Windows-1252 of a text that has nothing else. */
const asWindows1252 = (text: string) =>
  Uint8Array.from(text, (character) => (character === '€' ? 0x80 : character.charCodeAt(0)))

const refusalOf = async (bytes: string | Uint8Array) => {
  const error = await read(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Problem)) throw new Error('It was not refused.')
  return { code: error.code, ...error.parts.facts }
}

const zoe = {
  line: 2,
  number: '12',
  firstName: 'Zoë',
  lastName: 'van den Berg',
  birthDate: '2018-03-04',
  groupName: '5A',
  year: 5,
  postcode: '5223AB',
}
const line = '12;Zoë;van den;Berg;04-03-2018;5A;5;5223 ab'

describe('a CSV of pupils', () => {
  it.each([
    ['UTF-8', Buffer.from(`${header}\n${line}`)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${header}\n${line}`)],
    ['Windows-1252', asWindows1252(`${header}\r\n${line}\r\n`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${header}\r\n${line}`, 'utf16le')],
    ['commas', Buffer.from(`${header}\n${line}`.replaceAll(';', ','))],
    ['tabs', Buffer.from(`${header}\n${line}`.replaceAll(';', '\t'))],
    ['quotes', Buffer.from(`"${header.replaceAll(';', '";"')}"\n"${line.replaceAll(';', '";"')}"`)],
  ])('is read in %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual({ rows: [zoe], errors: [] })
  })

  it('has its columns in any order and case, and drops those that the portal does not use', async () => {
    const text =
      'GROEP;BSN; Geboorte-datum ;achternaam;VOORNAAM;Leerling nr\n5A;123456782;2018-03-04;Berg;Zoë;12'
    const { rows, errors } = await read(text)
    expect(errors).toEqual([])
    expect(rows).toEqual([{ ...zoe, lastName: 'Berg', year: null, postcode: null }])
    expect(JSON.stringify(rows)).not.toContain('123456782')
  })

  it('without a column that is needed is refused, and all of those are named', async () => {
    expect(await refusalOf('voornaam;achternaam\nZoë;Berg')).toEqual({
      code: 'file-columns-missing',
      columns: 'leerlingnummer, geboortedatum, groep',
    })
  })

  it.each([
    ['12;=cmd|calc;;Berg;04-03-2018;5A;5;', 'voornaam formula'],
    ['12;Zoë;;+31;04-03-2018;5A;5;', 'achternaam formula'],
    ['12;Zoë;;@SUM(A1);04-03-2018;5A;5;', 'achternaam formula'],
    ['-12;Zoë;;Berg;04-03-2018;5A;5;', 'leerlingnummer formula'],
    ['12;;;Berg;04-03-2018;5A;5;', 'voornaam missing'],
    [`12;${'x'.repeat(500)};;Berg;04-03-2018;5A;5;`, 'voornaam too-long'],
    ['12;Zo\u0007;;Berg;04-03-2018;5A;5;', 'voornaam characters'],
    ['12;Zoë;;Berg;31-02-2018;5A;5;', 'geboortedatum not-a-date'],
    ['12;Zoë;;Berg;04-03-2031;5A;5;', 'geboortedatum date-out-of-range'],
    ['12;Zoë;;Berg;04-03-1950;5A;5;', 'geboortedatum date-out-of-range'],
    ['12;Zoë;;Berg;04-03-2018;5A;9;', 'jaar not-a-year'],
    ['12;Zoë;;Berg;04-03-2018;5A;5;12345', 'postcode not-a-postcode'],
  ])('says what is wrong in a line: %s', async (text, wrong) => {
    expect(await codesOf(text)).toEqual([wrong])
  })

  it('tells all that is wrong in a line, and the line as a spreadsheet counts it', async () => {
    const { errors } = await read(`${header}\n${line}\n\n13;;;;oeps;5A;x;\n`)
    expect(errors.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '4 voornaam',
      '4 achternaam',
      '4 geboortedatum',
      '4 jaar',
    ])
    const { errors: twice } = await read(`${header}\n${line}\n${line}`)
    expect(twice).toEqual([{ line: 3, column: 'leerlingnummer', code: 'number-twice' }])
  })

  it('takes emoji, letters of any alphabet, and drops marks of direction', async () => {
    const { rows, errors } = await read(
      `${header}\n12;Zoë 🦊;;\u202eالعمراني\u202c;04-03-2018;5A;5;\n13;李;;Óðinn;04-03-2018;5A;5;`,
    )
    expect(errors).toEqual([])
    expect(rows.map(({ firstName, lastName }) => `${firstName} ${lastName}`)).toEqual([
      'Zoë 🦊 العمراني',
      '李 Óðinn',
    ])
  })

  it.each([
    ['nothing', '', { reason: 'empty' }],
    ['a header only', header, { reason: 'empty' }],
    ['a workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), { reason: 'spreadsheet' }],
    ['UTF-16 without a mark', Buffer.from(header, 'utf16le'), { reason: 'encoding' }],
    ['XML', '<?xml version="1.0"?><EDEX/>', { reason: 'not-csv' }],
    ['a quote that never ends', `${header}\n12;"Zoë;;Berg\n`, { reason: 'quotes' }],
  ])('refuses %s as a whole', async (_, bytes, facts) => {
    expect(await refusalOf(bytes)).toMatchObject({ code: 'file-unreadable', ...facts })
  })

  it('of fifty thousand lines is read in seconds; one more is refused', async () => {
    const many = (count: number) =>
      [header, ...Array.from({ length: count }, (_, number) => `${number};A;;B;01-02-2018;5A;5;`)].join('\n')
    const start = performance.now()
    expect((await read(many(50_000))).rows).toHaveLength(50_000)
    expect(performance.now() - start).toBeLessThan(20_000)
    expect(await refusalOf(many(50_001))).toMatchObject({ reason: 'too-many' })
  }, 60_000)

  it('of separators only, megabytes of them in one line, is refused at once', async () => {
    const begun = performance.now()
    const line = ';'.repeat(10 * 1024 * 1024)
    for (const [text, at] of [
      [line, 1],
      [`leerlingnummer;voornaam;achternaam;geboortedatum\r\n\r\n${line}`, 3],
    ] as const)
      await expect(readCsv(Buffer.from(text))).rejects.toMatchObject({
        code: 'file-unreadable',
        parts: { facts: { reason: 'quotes', line: at } },
      })
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('never breaks on bytes, and what was written is what is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await readCsv(bytes).catch((error: unknown) => {
          if (!(error instanceof Problem)) throw error
        })
      }),
    )
    const cell = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((text) =>
        text
          .replace(/[\p{Cc}\p{Cf}\p{Surrogate}\uFFFE\uFFFF]/gu, '')
          .normalize('NFC')
          .trim(),
      )
      .filter((text) => text !== '' && !/^[=+\-@]/.test(text))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(';', ',', '\t'),
        fc.constantFrom<BufferEncoding>('utf8', 'utf16le'),
        fc.boolean(),
        async (names, separator, encoding, hasMark) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
          const text = [
            ['leerlingnummer', 'voornaam', 'achternaam', 'geboortedatum', 'groep'],
            ...names.map(([first, last], number) => [String(number), first, last, '2018-01-02', '5A']),
          ]
            .map((cells) => cells.map(quoted).join(separator))
            .join('\r\n')
          const mark = hasMark || encoding === 'utf16le' ? '\ufeff' : ''
          const { rows, errors } = await read(Buffer.from(mark + text, encoding))
          expect(errors).toEqual([])
          expect(rows.map(({ firstName, lastName }) => [firstName, lastName])).toEqual(names)
        },
      ),
    )
  })
})

it('text of unknown encoding is what it was, when it is UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      fc.pre(!text.includes('\0') && text.trim() !== '' && !text.startsWith('\ufeff'))
      fc.pre(!text.startsWith('PK\u0003'))
      expect(decodeText(Buffer.from(text))).toBe(text)
    }),
  )
})

it.each([
  ['04-03-2018', '2018-03-04'],
  ['4-3-2018', '2018-03-04'],
  ['04/03/2018', '2018-03-04'],
  ['2018-03-04', '2018-03-04'],
  ['2018-03-04T00:00:00', '2018-03-04'],
  ['04-03-18', null],
  ['03-2018', null],
  ['29-02-2018', null],
])('the date %s is %s', (typed, date) => {
  expect(dateOf(typed)).toBe(date)
})
