import { type Facts, type ProblemCode, problems, Warning } from '@portal/shared/problem.ts'
import { describe, expect, it } from 'vitest'
import words from '../i18n/nl/refusals.json'
import { refusalSentence, warningSentence } from './refusal-sentence.ts'

const session = { date: '2026-12-07', startTime: '13:15', endTime: '14:15', minutes: 45, sessions: 3 }
const other = { otherTitle: 'Judo', otherStart: '14:00', otherEnd: '15:00' }

/** The facts with which the rules refuse, where a sentence uses them. */
const facts: Partial<Record<ProblemCode, Facts[]>> = {
  'too-young': [{ age: 7, ageMin: 8 }],
  'too-old': [{ age: 12, ageMax: 11 }],
  'other-neighbourhood': [
    { audience: 'neighbourhood', neighbourhoods: 'West, Noord' },
    { audience: 'city', neighbourhoods: '' },
  ],
  'lesson-clash': [{ ...session, lessonsStart: '08:30', lessonsEnd: '14:30' }],
  'session-clash': [{ ...session, ...other }, {}],
  'travel-clash': [
    { ...session, with: 'lessons-before', lessonsEnd: '13:00', needMinutes: 20, gapMinutes: 15 },
    { ...session, with: 'lessons-after', lessonsStart: '14:20', needMinutes: 20, gapMinutes: 5 },
    { ...session, ...other, with: 'activity', needMinutes: 20, gapMinutes: 5 },
  ],
  'enrolment-not-open': [{ opensAt: '2026-12-01T08:00:00.000Z' }],
  'limit-reached': [
    { held: 1, most: 1 },
    { held: 2, most: 2 },
    { held: 2, most: 2, period: 'voorjaar 2027' },
    { held: 1, most: 1, period: 'voorjaar 2027' },
    { most: 20 },
    { passkeys: 20 },
  ],
  'too-young-for-account': [{ ageMin: 12 }],
  'too-young-to-enter-oneself': [{ ageMin: 16 }],
  'sixteen-by-correction': [{ ageMin: 16 }],
  'capacity-below-taken': [{ taken: 9, capacity: 8 }],
  'capacity-below-held': [{ taken: 4, held: 3, capacity: 5 }],
  'held-places-not-free': [{}, { free: 0, places: 2 }, { free: 1, places: 2 }, { free: 2, places: 3 }],
  'held-places-used': [{ used: 2, places: 1 }],
  'no-room-together': [{ children: 2 }],
  'too-many-pair-codes': [{ most: 10 }],
  'period-overlaps': [{ period: 'Voorjaar 2027' }],
  'group-exists': [{ group: 'Groep 5' }],
  'group-in-use': [{ pupils: 20, lessons: 5 }],
  'pupil-number-taken': [{ number: '1234' }],
  'file-too-large': [{ megabytes: 12 }],
  'file-unreadable': [
    ...['empty', 'spreadsheet', 'encoding', 'not-csv', 'not-xml', 'not-edexml', 'doctype', 'too-many'],
    ...['quotes', 'key-twice', 'of-a-newer-server'],
  ].map((reason) => ({ reason, line: 7 })),
  'file-columns-missing': [{ columns: 'voornaam, groep' }],
  'file-of-other-school': [{ expected: '13WW 00' }],
  'file-of-other-year': [{ expected: '2026-2027' }],
  'file-has-errors': [{ errors: 3 }],
  'import-needs-groups': [{ groups: 2 }],
  'merge-places-clash': [{ title: 'Judo', otherTitle: 'Turnen', count: 1 }],
}
const codes = Object.keys(problems) as ProblemCode[]

describe('a refusal on screen', () => {
  it.each(codes)('has a whole Dutch sentence of its own: %s', (code) => {
    expect(words).toHaveProperty([code])
    for (const each of facts[code] ?? [{}]) {
      const sentence = refusalSentence({ code, facts: each }, 'Sara')
      expect(sentence).toMatch(/^[A-Z].*\.$/)
      expect(sentence).not.toMatch(/\{\{|undefined|null|NaN/)
    }
  })

  it('says until when a child has lessons', () => {
    const refusal = { code: 'lesson-clash', facts: { ...session, lessonsEnd: '14:30' } }
    expect(refusalSentence(refusal, 'Sara')).toBe('Sara heeft dan les tot 14.30 uur.')
  })

  it('says a moment on the clock of the municipality', () => {
    const refusal = { code: 'enrolment-not-open', facts: { opensAt: '2026-12-01T08:00:00.000Z' } }
    expect(refusalSentence(refusal, 'Sara')).toContain('dinsdag 1 december om 09.00')
  })

  it('says that nothing changed for a code that it does not know', () => {
    expect(refusalSentence({ code: 'of-a-newer-server' }, 'Sara')).toBe(words.other)
  })
})

describe('a warning on screen', () => {
  it.each(Warning.entries.code.options)('has a whole Dutch sentence: %s', (code) => {
    const given = { date: '2026-12-24', name: 'Kerstvakantie', neighbourhood: 'West' }
    const sentence = warningSentence({ code, facts: given }, 'Sara')
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect(sentence).not.toMatch(/\{\{|undefined/)
  })

  it('does not take the name of a holiday for that of the child', () => {
    const warning = {
      code: 'session-on-closure' as const,
      facts: { date: '2026-12-24', name: 'Kerstvakantie' },
    }
    expect(warningSentence(warning, 'Sara')).toBe(
      'Een bijeenkomst valt op een vrije dag: Kerstvakantie (donderdag 24 december).',
    )
  })
})
