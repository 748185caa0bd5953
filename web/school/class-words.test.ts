import type { ClassLine } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { classOutcomes } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { enrolmentStatuses } from '@portal/shared/enrolments/status.ts'
import { expect, it } from 'vitest'
import { nowText, outcomeText, resultFile, summaryText, whyText } from './class-words.ts'

const line: ClassLine = {
  childId: 'a',
  firstName: 'Noor',
  lastName: 'Bos',
  group: '5A',
  isPupil: true,
  outcome: 'placed',
  position: null,
  refusals: [],
  isFamilyKnown: true,
  enrolmentId: null,
  status: null,
}

it('has words for every outcome, before and after, and for every state', () => {
  for (const outcome of classOutcomes)
    for (const telling of ['outcome', 'did', 'none'] as const)
      expect(outcomeText(outcome, telling)).not.toContain('.')
  for (const status of enrolmentStatuses)
    expect(nowText({ ...line, outcome: 'refused', status })).toMatch(/^[A-Z]/)
  expect(nowText({ ...line, status: 'placed' })).toBe('')
})

it('says with what something clashes, and by how many minutes', () => {
  const clash = {
    code: 'session-clash' as const,
    detail: '',
    facts: { otherTitle: 'Judo', otherStart: '15:00', otherEnd: '16:00', minutes: 45 },
  }
  expect(whyText({ ...line, outcome: 'refused', refusals: [clash] })).toEqual([
    'Noor heeft dan al Judo, van 15.00 tot 16.00 uur.',
    'Overlap: 45 minuten.',
  ])
  expect(whyText({ ...line, outcome: 'refused', refusals: [{ ...clash, facts: {} }] })).toEqual([
    'Noor heeft dan al iets anders.',
  ])
})

it('says who is asked, and when nobody can be', () => {
  expect(whyText({ ...line, outcome: 'awaiting_consent' })).toEqual(['De ouder krijgt een mail.'])
  expect(whyText({ ...line, outcome: 'awaiting_consent', isFamilyKnown: false })).toEqual([
    'Geen ouder bekend: geef de code mee.',
  ])
  expect(whyText({ ...line, outcome: 'waitlisted', position: 3 })).toEqual(['Plaats 3 op de wachtlijst.'])
})

it('sums up, and leaves out what is none', () => {
  const none = { placed: 0, awaitingConsent: 0, waitlisted: 0, existing: 0, refused: 0, familyUnknown: 0 }
  expect(summaryText(none)).toBe('Niemand')
  expect(summaryText({ ...none, placed: 24, refused: 2 })).toBe('24 met een plek, 2 niet ingeschreven')
})

it('makes a file in which no name is a formula', () => {
  const file = resultFile({ isNone: false, lines: [{ ...line, firstName: '=HYPERLINK("http://x")' }] })
  expect(file).toContain(`"'=HYPERLINK(""http://x"") Bos";5A;Heeft een plek`)
})
