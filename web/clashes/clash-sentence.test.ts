import { expect, it } from 'vitest'
import { clashSentence, closedSentence } from './clash-sentence.ts'

const facts = {
  date: '2027-01-12',
  startTime: '15:00',
  endTime: '16:00',
  lessonsEnd: '15:15',
  minutes: 15,
  sessions: 3,
}

it('names the day, the reason, the minutes and how often', () => {
  expect(clashSentence({ code: 'lesson-clash', detail: '', facts }, 'Bo')).toBe(
    'Het gaat om dinsdag 12 januari, van 15.00 tot 16.00 uur. Bo heeft dan les tot 15.15 uur. Ze vallen 15 minuten samen. Dit gebeurt 3 keer.',
  )
})

it('of the way says how much too short it is', () => {
  const travel = { ...facts, with: 'lessons-before', needMinutes: 20, gapMinutes: 5, sessions: 1 }
  const said = clashSentence({ code: 'travel-clash', detail: '', facts: travel }, 'Bo')
  expect(said).toContain('15 minuten te kort')
  expect(said).not.toContain('keer')
})

it('of a child that is not eligible is the reason alone', () => {
  expect(
    clashSentence({ code: 'other-neighbourhood', detail: '', facts: { neighbourhoods: 'West' } }, 'Bo'),
  ).toBe('Dit is voor kinderen die wonen of naar school gaan in West.')
})

it('of a day without lessons names the day and what it is called', () => {
  const warning = {
    code: 'session-on-closure' as const,
    detail: '',
    facts: { date: '2027-01-12', name: 'Studiedag' },
  }
  expect(closedSentence(warning)).toBe(
    'Op dinsdag 12 januari is er geen school (Studiedag). De activiteit staat dan nog wel in de planning.',
  )
})
