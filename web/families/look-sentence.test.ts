import { SeenLook } from '@portal/shared/families/history.ts'
import { describe, expect, it } from 'vitest'
import { lookSentence } from './look-sentence.ts'

const look: SeenLook = {
  name: 'Samira Haddad',
  role: 'provider',
  of: 'De Stuiterbal',
  what: 'participant',
  reason: '',
  times: 3,
  firstAt: '2026-11-24T09:00:00.000Z',
  lastAt: '2026-11-26T10:00:00.000Z',
}
const sara = { firstName: 'Sara', isSelf: false }

describe('who has seen this', () => {
  it('is one plain sentence', () => {
    expect(lookSentence(look, sara)).toBe(
      'Samira Haddad van De Stuiterbal zag de naam van Sara op de lijst van deelnemers, 3 keer, voor het laatst op donderdag 26 november om 11.00.',
    )
  })

  it('says neither a number nor "the last time" for once, and somebody for a name that is not known', () => {
    expect(lookSentence({ ...look, name: '', times: 1 }, sara)).toBe(
      'Iemand van De Stuiterbal zag de naam van Sara op de lijst van deelnemers, op donderdag 26 november om 11.00.',
    )
  })

  it('speaks to the young person', () => {
    expect(
      lookSentence(
        { ...look, role: 'team', of: 'Den Bosch', what: 'child', times: 1 },
        { ...sara, isSelf: true },
      ),
    ).toBe('Samira Haddad van de gemeente Den Bosch bekeek je gegevens, op donderdag 26 november om 11.00.')
  })

  it.each(SeenLook.entries.what.options)('has words for %s, of a child and to oneself', (what) => {
    for (const isSelf of [false, true])
      expect(lookSentence({ ...look, what }, { ...sara, isSelf })).toMatch(
        /^Samira Haddad van .+ 3 keer, .+\.$/,
      )
  })
})
