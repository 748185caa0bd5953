import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { makeOffering, saturdayIn, signInWithChildren } from './make-offering.ts'

test('a parent enrols two children together: both have a place, or both wait', async ({
  page,
  browser,
}, info) => {
  test.setTimeout(150_000)
  const title = `Samen klimmen ${info.project.name}`
  const id = await makeOffering(browser, { title, capacity: 3, date: saturdayIn(6) })
  await signInWithChildren(page, `broer-${info.project.name}@demo.example`, ['Anna', 'Bram'])
  await page.goto(`/aanbod/${id}`)
  await page.getByText('Kinderen samen inschrijven').click()
  const who = page.getByRole('group', { name: 'Wie doen er samen mee?' })
  await expect(page.getByText('Er is plek voor Anna en Bram.')).toBeVisible()
  await expectAccessible(page)

  await who.getByLabel('Bram').uncheck()
  await page.getByRole('button', { name: /^Schrijf .* samen in$/ }).click()
  await expect(who.getByText('Kies 2 of meer kinderen.')).toBeVisible()
  await expectAccessible(page)
  await who.getByLabel('Bram').check()
  await page.getByRole('button', { name: 'Schrijf Anna en Bram samen in' }).click()
  await expect(page.getByText('Gelukt! Anna en Bram hebben een plek.')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/mijn-week')
  await page.getByLabel('Kind').selectOption('Anna')
  await expect(page.locator('.enrolment', { hasText: title }).getByText('Samen met Bram')).toBeVisible()
  await expectAccessible(page)

  // One place is left: too few for two more.
  const context = await browser.newContext()
  const other = await context.newPage()
  await signInWithChildren(other, `zus-${info.project.name}@demo.example`, ['Cas', 'Dina'])
  await other.goto(`/aanbod/${id}`)
  await other.getByText('Kinderen samen inschrijven').click()
  await expect(other.getByText(/Er is nu geen plek voor 2 kinderen\. Cas en Dina komen samen/)).toBeVisible()
  await other.getByLabel('Zegt er later een af?').check()
  await expectAccessible(other)
  await other.getByRole('button', { name: 'Zet Cas en Dina samen op de wachtlijst' }).click()
  await expect(other.getByText(/Cas en Dina staan samen op de wachtlijst/)).toBeVisible()
  await context.close()
})
