import { describe, expect, it } from 'vitest'
import { Problem } from '../../http/problem.ts'
import { canaries, edexmlFile } from '../../testing/edexml-file.ts'
import { readEdexml } from './read-edexml.ts'

const school = { sector: 'po', brin: '13WW', locationNumber: '00', name: 'Proef' } as const
const read = (text: string | Uint8Array) =>
  readEdexml(typeof text === 'string' ? Buffer.from(text) : text, school, 2026)
const refusalOf = async (bytes: string | Uint8Array) => {
  const error = await read(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Problem)) throw new Error(`It was not refused: ${String(error)}`)
  for (const canary of Object.values(canaries))
    expect(JSON.stringify([error.message, error.parts])).not.toContain(canary)
  return { code: error.code, ...error.parts.facts }
}
const small = edexmlFile({ brin: '13WW', pupils: 10 })
const entity = (declaration: string) =>
  small.replace('<EDEX', `<!DOCTYPE EDEX [${declaration}]>\n<EDEX`).replace('<auteur>Proef', '<auteur>&x;')

describe('an EDEXML file', () => {
  it('of a thousand pupils is read with groups, combined groups and years, and nothing that the portal may not know', async () => {
    const { raws, errors, skipped } = await read(edexmlFile({ brin: '13WW' }))
    expect(errors).toEqual([])
    expect(skipped).toBe(0)
    expect(raws).toHaveLength(1000)
    expect(raws[3]).toMatchObject({
      leerlingnummer: '10003',
      groep: 'Groep 4',
      jaar: '4',
      postcode: '5223AB',
    })
    const combined = raws.filter(({ groep }) => groep === '3/4')
    expect(new Set(combined.map(({ jaar }) => jaar))).toEqual(new Set(['3', '4']))
    expect(raws.some(({ achternaam }) => achternaam === 'Jansen & Zn')).toBe(true)
    const kept = JSON.stringify(raws)
    for (const canary of Object.values(canaries)) expect(kept).not.toContain(canary)
    expect(new Set(raws.flatMap(Object.keys))).toEqual(
      new Set([
        ...['line', 'leerlingnummer', 'voornaam', 'tussenvoegsel', 'achternaam', 'geboortedatum'],
        ...['groep', 'jaar', 'postcode'],
      ]),
    )
  })

  it('of another school, location or school year is refused, and it is said what was expected', async () => {
    const other = { code: 'file-of-other-school', expected: '13WW 00' }
    expect(await refusalOf(edexmlFile({ brin: '17KF', pupils: 2 }))).toEqual(other)
    expect(await refusalOf(edexmlFile({ brin: '13WW', location: '01', pupils: 2 }))).toEqual(other)
    expect(await refusalOf(small.replace(/<brincode>.*?<\/dependancecode>/, ''))).toEqual(other)
    expect(await refusalOf(edexmlFile({ brin: '13WW', schoolYear: '2025-2026', pupils: 2 }))).toEqual({
      code: 'file-of-other-year',
      expected: '2026-2027',
    })
  })

  it.each([
    ['a document type', entity(''), 'doctype'],
    ['an entity of its own', entity('<!ENTITY x "y">'), 'doctype'],
    ['an external reference', entity('<!ENTITY x SYSTEM "file:///etc/passwd">'), 'doctype'],
    [
      'a billion laughs',
      entity(`<!ENTITY a "ha">${'bcdefghij'.replace(/./g, (name) => `<!ENTITY ${name} "&a;&a;&a;&a;">`)}`),
      'doctype',
    ],
    ['an entity that nobody declared', small.replace('<auteur>Proef', '<auteur>&x;'), 'not-xml'],
    ['a file that was cut off', small.slice(0, -400), 'not-xml'],
    ['a file cut off in the first line', '<?xml vers', 'not-xml'],
    ['no XML at all', 'leerlingnummer;voornaam\n1;Zoë', 'not-xml'],
    ['other XML', '<html><body/></html>', 'not-edexml'],
    ['nothing', '', 'empty'],
    ['a pupil without a key', small.replace('<leerling key="10001"', '<leerling'), 'not-edexml'],
    ['a pupil twice', small.replace('key="10001"', 'key="10000"'), 'key-twice'],
    ['a key of two groups', small.replace('key="c34"><naam>', 'key="g1"><naam>'), 'key-twice'],
    ['elements without end', `<EDEX>${'<a>'.repeat(1000)}`, 'not-xml'],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(small), Buffer.from([0xc3, 0x28])]), 'encoding'],
    ['an encoding that nobody uses', small.replace('UTF-8', 'EBCDIC-NL'), 'encoding'],
    ['UTF-16 that says it is UTF-8', Buffer.from(small, 'utf16le'), 'encoding'],
  ])('with %s is refused', async (_, bytes, reason) => {
    expect(await refusalOf(bytes)).toMatchObject({ code: 'file-unreadable', reason })
  })

  it('in another encoding is read as it says', async () => {
    const text = small.replace('UTF-8', 'ISO-8859-1').replaceAll('Yılmaz', 'Yilmaz')
    const { raws } = await read(Buffer.from(text, 'latin1'))
    expect(raws.map(({ voornaam }) => voornaam).join()).not.toContain('Ã')
    const { raws: wide } = await read(Buffer.from(`\ufeff${small.replace('UTF-8', 'UTF-16')}`, 'utf16le'))
    expect(wide).toEqual((await read(small)).raws)
  })

  it('names the line of a pupil whose group is not there, and passes over who left', async () => {
    const text = small
      .replace('<groep key="g2"/>', '<groep key="nergens"/>')
      .replace('<jaargroep>5</jaargroep><groep key="g5"/>', '<jaargroep>H</jaargroep>')
    const { errors, skipped, raws } = await read(text)
    expect(errors).toEqual([{ line: expect.any(Number), column: 'groep', code: 'unknown-group-key' }])
    expect(skipped).toBe(1)
    expect(raws).toHaveLength(8)
  })
})
