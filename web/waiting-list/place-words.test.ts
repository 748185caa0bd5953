import type { OfferPreview } from '@portal/shared/waiting-list/offer-link.ts'
import { offerStates } from '@portal/shared/waiting-list/offer-state.ts'
import { describe, expect, it } from 'vitest'
import { aheadText, movedText } from './chance-words.ts'
import { headingOf, textOf } from './place-words.ts'

const offer = (over: Partial<OfferPreview>): OfferPreview => ({
  state: 'open',
  answeredBy: null,
  firstName: 'Iris',
  offeringId: '',
  title: 'Judo',
  placeName: '',
  address: '',
  firstDate: null,
  lastDate: null,
  weekdays: [],
  startTime: null,
  endTime: null,
  priceCents: 0,
  until: '2026-11-26T09:00:00Z',
  undoUntil: null,
  position: 2,
  ...over,
})

describe('the page of an offered place', () => {
  it('has a heading and a sentence of its own for every way in which an offer stands', () => {
    const said = offerStates.map((state) => {
      const answeredBy = state === 'accepted' || state === 'declined' ? ('you' as const) : null
      return [headingOf(offer({ state, answeredBy })), textOf(offer({ state, answeredBy }))]
    })
    expect(said.flat().filter((text) => text === '' || /place\.|\{\{/.test(text))).toEqual([])
    expect(new Set(said.map(([heading]) => heading)).size).toBe(offerStates.length)
    expect(new Set(said.map(([, text]) => text)).size).toBe(offerStates.length)
  })
  it('says who answered', () => {
    const accepted = (answeredBy: OfferPreview['answeredBy']) =>
      textOf(offer({ state: 'accepted', answeredBy }))
    expect(accepted('other')).toContain('een andere ouder of verzorger')
    expect(accepted('portal')).toContain('U had gekozen')
    expect(headingOf(offer({ state: 'declined', answeredBy: 'other' }))).toBe('Er is al nee gezegd')
  })
})

describe('the chance of a child that waits', () => {
  it('is told by who could be offered a place before it', () => {
    expect(aheadText({ ahead: 0 }, 'Iris')).toContain('niemand')
    expect(aheadText({ ahead: 1 }, 'Iris')).toContain('1 kind')
    expect(aheadText({ ahead: 4 }, 'Iris')).toContain('4 kinderen')
  })
  it('promises nothing where no place ever came free', () => {
    expect(movedText({ weeks: 4, lately: 0, ever: 0 })).toContain('niet hoe groot de kans is')
    expect(movedText({ weeks: 4, lately: 3, ever: 5 })).toBe(
      'In de laatste 4 weken kwamen er 3 plekken vrij. In totaal 5.',
    )
  })
})
