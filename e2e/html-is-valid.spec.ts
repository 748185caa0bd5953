import { expect, test } from '@playwright/test'
import { HtmlValidate } from 'html-validate'

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // The renderer leaves marks for hydration in comments and attributes, and writes true for a boolean.
    'attribute-boolean-style': 'off',
    'no-trailing-whitespace': 'off',
    // A heading may stand in a section of its own; axe looks at the order in the journeys.
    'prefer-native-element': 'off',
  },
})

test('every public page is valid HTML as the server sends it', async ({ request }) => {
  const list = await request.get('/api/v1/offerings?pageSize=1')
  const { items } = (await list.json()) as { items: { id: string }[] }
  const pages = [
    '/',
    '/?postcode=5224BD&age=8&weekday=3&slot=after-school&area=sport&free=true&q=voetbal&sort=title',
    '/?postcode=12',
    '/?q=bestaatechtniet',
    '/?page=2',
    `/aanbod/${items[0]?.id}`,
    '/hoe-werkt-het',
    '/inloggen',
    '/uitnodiging?token=abc',
    '/plek?token=abc',
    '/aanbieder-worden',
    '/bestaat-niet',
  ]
  const complaints: string[] = []
  for (const page of pages) {
    const html = await (await request.get(page, { headers: { Accept: 'text/html' } })).text()
    const { results } = await validator.validateString(html)
    for (const { messages } of results)
      for (const message of messages)
        complaints.push(`${page} ${message.line}:${message.column} ${message.ruleId}: ${message.message}`)
  }
  expect(complaints).toEqual([])
})
