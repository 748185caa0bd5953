import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { makeOffering, saturdayIn, signInWithChildren } from './make-offering.ts'
import { signIn } from './sign-in.ts'

test('the team limits the places of a period, and a family sees how many it has and why not more', async ({
  page,
  browser,
}, info) => {
  test.setTimeout(150_000)
  const who = info.project.name
  // Days of its own, far from those of other journeys.
  const week = who === 'phone' ? 60 : 64
  const [first, second] = [saturdayIn(week), saturdayIn(week + 1)]
  const one = await makeOffering(browser, { title: `Grens een ${who}`, capacity: 5, date: first })
  const two = await makeOffering(browser, { title: `Grens twee ${who}`, capacity: 5, date: second })
  await signIn(page, 'team@demo.example')
  await page.goto('/gemeente')
  await page.getByRole('link', { name: 'Periodes' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Periodes' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Periode toevoegen' }).click()
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(page)
  await page.getByLabel('Naam').fill(`proef ${who}`)
  await page.getByLabel('Eerste dag').fill(first)
  await page.getByLabel('Laatste dag').fill(second)
  await page.getByLabel('Meeste plekken per kind').fill('1')
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText(`proef ${who} is bewaard.`)).toBeVisible()
  await expectAccessible(page)

  const context = await browser.newContext({ viewport: page.viewportSize() })
  const family = await context.newPage()
  await signInWithChildren(family, `grens-${who}@demo.example`, ['Gijs'])
  await family.goto(`/aanbod/${one}`)
  await expect(family.getByText(`Gijs heeft 0 van 1 plekken in proef ${who}.`)).toBeVisible()
  await family.getByRole('button', { name: 'Schrijf Gijs in' }).click()
  await expect(family.getByText('Gelukt! Gijs heeft een plek.')).toBeVisible()
  await family.goto(`/aanbod/${two}`)
  await expect(family.getByText(`Gijs heeft in proef ${who} al een plek.`)).toBeVisible()
  await expectAccessible(family)
  await family.goto('/mijn-kinderen')
  await family.getByRole('link', { name: /Gijs/ }).first().click()
  await expect(family.getByText('1 van 1 plekken')).toBeVisible()
  await expectAccessible(family)
  await context.close()

  await page.getByRole('button', { name: `Pas proef ${who} aan` }).click()
  await page.getByLabel('Meeste plekken per kind').fill('')
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText('Geen grens').first()).toBeVisible()
  await page.getByRole('button', { name: `Haal proef ${who} weg` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Haal weg' }).click()
  await expect(page.getByText(`proef ${who} is weggehaald.`)).toBeVisible()
})
