import { noticeKinds } from '@portal/shared/notices/notice.ts'
import { describe, expect, it } from 'vitest'
import { noticeSentence, reasonSentence } from './notice-sentence.ts'

const child = { id: 'c', firstName: 'Bo', isSelf: false }
const offering = { id: 'o', title: 'Judo' }
/** Facts as the server records them: a new kind adds here what its sentence names. */
const facts = {
  activity: 'Judo',
  date: '2027-01-12',
  startTime: '15:00',
  endTime: '16:00',
  lessonsEnd: '15:15',
  minutes: 15,
  closure: 'Studiedag',
  friend: 'Noor',
}

describe('a notice', () => {
  it('has a sentence of every kind, that names the activity and leaves no blank', () => {
    for (const kind of noticeKinds) {
      const said = noticeSentence({ kind, facts, offering, child })
      expect(said, kind).toContain('Judo')
      expect(said, kind).toMatch(/^[A-Z].*[.?]$/)
      expect(said, kind).not.toMatch(/[{}]|undefined|null/)
    }
  })

  it('says on what day and by how many minutes lessons clash', () => {
    expect(
      noticeSentence({
        kind: 'lessons-changed',
        facts: { ...facts, code: 'lesson-clash', more: 2 },
        offering,
        child,
      }),
    ).toBe(
      'Door andere lestijden botst Judo met school: op dinsdag 12 januari vallen ze 15 minuten samen. Dit geldt ook voor 2 andere activiteiten.',
    )
  })

  it('tells too little time for the way from lessons at the same time', () => {
    for (const kind of ['lessons-changed', 'child-changed'] as const) {
      expect(noticeSentence({ kind, facts: { ...facts, code: 'travel-clash' }, offering, child })).toContain(
        '15 minuten te kort',
      )
    }
  })

  it('says from when to when a session moves, how many change, and what is then in the way', () => {
    const moved = {
      date: '2027-01-12',
      newDate: '2027-01-14',
      newStartTime: '15:00',
      newEndTime: '16:00',
      moved: 2,
      clash: 'lesson-clash',
      clashDate: '2027-01-14',
    }
    expect(noticeSentence({ kind: 'session-moved', facts: moved, offering, child })).toBe(
      'Judo van dinsdag 12 januari is verplaatst naar donderdag 14 januari, van 15.00 tot 16.00 uur. In totaal veranderen er 2 bijeenkomsten. Let op: op donderdag 14 januari botst dit met de les.',
    )
  })

  it('leaves out what the facts do not say', () => {
    for (const kind of noticeKinds) {
      if (['lessons-changed', 'closure-added', 'friend-joined'].includes(kind)) continue
      expect(noticeSentence({ kind, facts: {}, offering, child }), kind).not.toMatch(/[{}]|undefined|null/)
    }
  })

  it('says why a child that moved may not come any more', () => {
    const moved = { activity: 'Judo', code: 'other-neighbourhood', neighbourhoods: 'West', more: 1 }
    expect(noticeSentence({ kind: 'child-changed', facts: moved, offering, child })).toBe(
      'Er is iets veranderd aan adres, school, groep of geboortedatum. Judo past nu eigenlijk niet meer. Dit is voor kinderen die wonen of naar school gaan in West. Dit geldt ook voor 1 andere activiteit.',
    )
  })

  it('takes the name of the activity from what it is about when the facts have none, and says something without either', () => {
    expect(noticeSentence({ kind: 'session-cancelled', facts: {}, offering, child })).toContain('Judo')
    expect(noticeSentence({ kind: 'session-cancelled', facts: {}, offering: null, child })).toContain(
      'de activiteit',
    )
  })

  it('quotes the reason of whoever gave it, and nothing when nobody was asked', () => {
    expect(reasonSentence({ kind: 'session-moved', reason: 'De zaal is dicht' })).toBe(
      'De aanbieder schrijft: "De zaal is dicht"',
    )
    expect(reasonSentence({ kind: 'lessons-changed', reason: 'Nieuwe tijden' })).toBe(
      'De school schrijft: "Nieuwe tijden"',
    )
    expect(reasonSentence({ kind: 'session-moved', reason: '' })).toBeNull()
  })
})
