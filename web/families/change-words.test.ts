import { enrolmentStatuses } from '@portal/shared/enrolments/status.ts'
import { type ChildChange, changers, childFields } from '@portal/shared/families/history.ts'
import { describe, expect, it } from 'vitest'
import { whatChanged, whoAndWhen } from './change-words.ts'

const sara = { firstName: 'Sara', isSelf: false }
const change: ChildChange = {
  at: '2026-11-24T09:00:00.000Z',
  by: { role: 'you', name: 'Fatima de Wit' },
  verb: 'change-child',
  fields: ['firstName', 'postcode', 'groupId'],
  offering: null,
  status: null,
}

describe('what changed', () => {
  it('names the fields, not their values', () => {
    expect(whatChanged(change, sara)).toBe('Aangepast: voornaam, thuis en groep of klas')
    for (const field of childFields)
      expect(whatChanged({ ...change, fields: [field] }, sara)).not.toMatch(/undefined|field\./)
  })

  it.each(enrolmentStatuses)('has words for an enrolment that becomes %s', (status) => {
    const said = whatChanged(
      { ...change, verb: 'enrolment', status, offering: { id: 'a', title: 'Judo' } },
      sara,
    )
    expect(said).toContain('Judo')
  })

  it('says something plain of a verb that it does not know', () => {
    expect(whatChanged({ ...change, verb: 'of-a-newer-server' }, sara)).toBe('Iets aan de gegevens veranderd')
  })
})

describe('who changed it', () => {
  it('is told by name, or by what they are', () => {
    expect(whoAndWhen(change, sara)).toBe('Door u, op dinsdag 24 november om 10.00')
    expect(whoAndWhen(change, { ...sara, isSelf: true })).toMatch(/^Door jou, /)
    expect(whoAndWhen({ ...change, by: { role: 'school', name: 'Marieke Smits' } }, sara)).toMatch(
      /^Door Marieke Smits van de school, /,
    )
    for (const role of changers)
      expect(whoAndWhen({ ...change, by: { role, name: '' } }, sara)).toMatch(/^Door [^.]+, op dinsdag/)
  })
})
