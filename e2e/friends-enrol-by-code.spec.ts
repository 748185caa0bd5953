import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { makeOffering, saturdayIn, signInWithChildren } from './make-offering.ts'

test('two parents enrol friends together by a code that one gives to the other', async ({
  page,
  browser,
}, info) => {
  test.setTimeout(150_000)
  const title = `Samen dansen ${info.project.name}`
  const id = await makeOffering(browser, { title, capacity: 2, date: saturdayIn(7) })
  await signInWithChildren(page, `noor-${info.project.name}@demo.example`, ['Noor'])
  await page.goto(`/aanbod/${id}`)
  await page.getByText('Met een vriend of vriendin').click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Maak een code' }).click()
  const code = (await page.locator('.pair-code__code').textContent()) ?? ''
  expect(code).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{3}$/)
  await expectAccessible(page)

  const context = await browser.newContext({ viewport: page.viewportSize() })
  const other = await context.newPage()
  await other.goto(`/samen?code=${code}`)
  await expect(other.getByRole('link', { name: 'Log in', exact: true }).last()).toBeVisible()
  await expectAccessible(other)
  await signInWithChildren(other, `sam-${info.project.name}@demo.example`, ['Sam', 'Pip'])
  await other.goto('/samen')
  await other.getByRole('button', { name: 'Zoek de activiteit' }).click()
  await expect(other.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(other)
  // As it is typed by hand.
  await other.getByLabel('De code').fill(code.toLowerCase().replace('-', ' '))
  await other.getByRole('button', { name: 'Zoek de activiteit' }).click()
  await expect(other.getByRole('heading', { name: 'Samen met Noor' })).toBeVisible()
  await expect(other.getByText(title)).toBeVisible()
  await expect(other.getByText('Er is plek voor allebei.')).toBeVisible()
  await other.getByRole('radio', { name: 'Pip' }).check()
  await other.getByRole('radio', { name: 'Sam' }).check()
  await expectAccessible(other)
  await other.getByRole('button', { name: 'Schrijf Sam en Noor samen in' }).click()
  await expect(other.getByText(`Gelukt! Sam en Noor hebben allebei een plek bij ${title}.`)).toBeVisible()
  await expectAccessible(other)

  // The code works once; and the one who made it sees who joined.
  await other.goto(`/samen?code=${code}`)
  await other.getByRole('button', { name: 'Zoek de activiteit' }).click()
  await expect(other.getByText('Deze code is al gebruikt.').first()).toBeVisible()
  await context.close()
  await page.goto(`/aanbod/${id}`)
  await page.getByText('Met een vriend of vriendin').click()
  await expect(page.getByText('Sam doet samen mee met Noor.')).toBeVisible()
  await page.goto('/mijn-week')
  await expect(page.locator('.enrolment', { hasText: title }).getByText('Samen met Sam')).toBeVisible()
})
