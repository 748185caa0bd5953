import { loggedFields, loggedKinds, loggedVerbs } from '@portal/shared/programme/logged-words.ts'
import { describe, expect, it } from 'vitest'
import words from '../i18n/nl/programme.json'
import { byText, changeLines, fieldText, valueText } from './change-text.ts'

describe('the log in words', () => {
  it('says each field that changed, from what to what', () => {
    expect(
      changeLines({
        before: { capacity: 8, title: 'Judo', activity_id: 'x' },
        after: { capacity: 10, title: 'Judo', version: 3 },
      }),
    ).toEqual([{ field: 'Aantal plekken', was: '8', became: '10' }])
  })

  it('tells that one of many was changed, though there are as many as before', () => {
    const many = Array.from({ length: 12 }, (_, n) => `school ${n}`)
    expect(
      changeLines({ before: { schools: many }, after: { schools: [...many.slice(1), 'other'] } }),
    ).toEqual([{ field: 'Scholen', was: '12 stuks', became: '12 stuks' }])
  })

  it('has a word for everything that is logged', () => {
    const keys = [
      ...loggedKinds.map((kind) => `kind.${kind}`),
      ...loggedVerbs.map((verb) => `verb.${verb}`),
      ...loggedFields.map((field) => `field.${field}`),
    ]
    expect(keys.filter((key) => !(key in words))).toEqual([])
  })

  it('says what was made, and what is gone', () => {
    expect(changeLines({ before: null, after: { status: 'applied' } })).toEqual([
      { field: 'Status', was: null, became: 'wacht op besluit' },
    ])
    expect(changeLines({ before: { name: 'Studiedag' }, after: null })).toEqual([
      { field: 'Naam', was: 'Studiedag', became: null },
    ])
  })

  it.each([
    [null, 'leeg'],
    ['', 'leeg'],
    [[], 'leeg'],
    [true, 'ja'],
    ['2026-11-25', '25 november 2026'],
    [['sport', 'social'], 'sport, social'],
    [[{ date: '2026-11-25' }, {}], '2 stuks'],
    [{ name: 'Zaal' }, 'Naam: Zaal'],
    ['hidden', 'verborgen'],
    // A session of an offering.
    [['2026-11-25T14:30Z/2026-11-25T15:30Z'], 'woensdag 25 november om 15.30'],
    // What somebody typed may look like a moment and be none.
    ['2026-99-99T99:99', '2026-99-99T99:99'],
    ['2026-99-99', '2026-99-99'],
  ])('says %o as %s', (value, text) => {
    expect(valueText(value)).toBe(text)
  })

  it('shows the code of what it has no word for', () => {
    expect(fieldText('newField')).toBe('newField')
  })

  it('names staff, and nobody of a family', () => {
    expect(byText(null)).toBe('Het portaal zelf')
    expect(byText({ id: 'x', isStaff: true, name: 'Anne', email: 'a@x.nl' })).toBe('Anne')
    expect(byText({ id: 'x', isStaff: false, name: '', email: '' })).toBe('Iemand van een gezin')
  })
})
