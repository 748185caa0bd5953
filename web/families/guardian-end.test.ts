import { expect, it } from 'vitest'
import { endWords } from './guardian-end.ts'

const member = {
  accountId: '0197f0a0-0000-7000-8000-000000000001',
  kind: 'guardian' as const,
  name: 'Jan',
  email: 'jan@voorbeeld.nl',
  since: null,
  isMe: true,
  refusal: null,
  takesHome: false,
}

it('tells of the home that goes along only when one does', () => {
  expect(endWords(member, 'Sara').text.join(' ')).not.toContain('postcode')
  expect(endWords({ ...member, takesHome: true }, 'Sara').text.join(' ')).toContain(
    'De postcode die u hebt ingevuld, gaat ook weg.',
  )
  const other = endWords({ ...member, isMe: false, takesHome: true }, 'Sara')
  expect(other.title).toBe('Jan weghalen?')
  expect(other.text.join(' ')).toContain('De postcode die Jan heeft ingevuld, gaat ook weg.')
})

it('tells the account of a young person apart from a guardian', () => {
  const words = endWords({ ...member, kind: 'young', isMe: false }, 'Amir')
  expect(words.title).toBe('Het eigen account van Amir stoppen?')
  expect(words.button).toBe('Stop dit account')
})
