import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deviceSummary } from './device-summary.ts'

it.each([
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome op Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari op iPhone',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
    'Chrome op iPad',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge op Windows',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox op Linux'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Safari op Mac',
  ],
  [
    'Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36',
    'Samsung Internet op Android',
  ],
  ['curl/8.5.0', ''],
  [undefined, ''],
])('tells the kind of device of %s', (agent, summary) => {
  expect(deviceSummary(agent)).toBe(summary)
})

it('keeps nothing of what a browser says of itself but names that it knows, and fits its column', () => {
  const known =
    /^((Edge|Samsung Internet|Opera|Firefox|Chrome|Safari)?( op )?(Android|iPhone|iPad|ChromeOS|Windows|Mac|Linux)?)$/
  const parts = fc.constantFrom('Chrome/1', 'Edg/2', 'Android', 'Windows NT', ' ', '(', '<b>', 'Firefox/')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(parts).map((all) => all.join(' ')),
      ),
      (agent) => {
        const summary = deviceSummary(agent)
        expect(summary).toMatch(known)
        expect(summary.length).toBeLessThanOrEqual(80)
      },
    ),
  )
})
