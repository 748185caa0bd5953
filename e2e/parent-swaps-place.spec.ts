import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { makeOffering, saturdayIn, signInWithChildren } from './make-offering.ts'

test('a parent exchanges a place for another at the same hour, and waits for a third without losing it', async ({
  page,
  browser,
}, info) => {
  test.setTimeout(150_000)
  const who = info.project.name
  const [judo, schaak, zwemmen] = [`Judo ruil ${who}`, `Schaak ruil ${who}`, `Zwemmen ruil ${who}`]
  const date = saturdayIn(8)
  const from = await makeOffering(browser, { title: judo, capacity: 2, date })
  await makeOffering(browser, { title: schaak, capacity: 2, date })
  const full = await makeOffering(browser, { title: zwemmen, capacity: 1, date })
  const context = await browser.newContext()
  const holder = await context.newPage()
  await signInWithChildren(holder, `houder-${who}@demo.example`, ['Evi'])
  await holder.goto(`/aanbod/${full}`)
  await holder.getByRole('button', { name: 'Schrijf Evi in' }).click()
  await expect(holder.getByText('Gelukt! Evi heeft een plek.')).toBeVisible()

  await signInWithChildren(page, `ruiler-${who}@demo.example`, ['Fay'])
  await page.goto(`/aanbod/${from}`)
  await page.getByRole('button', { name: 'Schrijf Fay in' }).click()
  await expect(page.getByText('Gelukt! Fay heeft een plek.')).toBeVisible()
  await page.goto('/mijn-week')
  await page
    .locator('.enrolment', { hasText: judo })
    .getByRole('link', { name: 'Ruil voor iets anders' })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'Ruil voor iets anders' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Zoek een activiteit').fill(schaak)
  await page.getByRole('button', { name: 'Zoek', exact: true }).click()
  await page.getByRole('button', { name: `Kijk of ruilen kan met ${schaak}` }).click()
  const question = page.getByRole('dialog')
  await expect(question.getByText(`De plek bij ${judo} stopt dan.`)).toBeVisible()
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Annuleer' }).click()
  await expect(question).toHaveCount(0)
  await page.getByRole('button', { name: `Kijk of ruilen kan met ${schaak}` }).click()
  await question.getByRole('button', { name: 'Ruil nu' }).click()
  await expect(page.getByText(`Gelukt! Fay heeft nu een plek bij ${schaak}.`)).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Bekijk de week' }).click()
  await page
    .locator('.enrolment', { hasText: schaak })
    .getByRole('link', { name: 'Ruil voor iets anders' })
    .click()
  await page.getByLabel('Zoek een activiteit').fill(zwemmen)
  await page.getByRole('button', { name: 'Zoek', exact: true }).click()
  await page.getByRole('button', { name: `Kijk of ruilen kan met ${zwemmen}` }).click()
  await expect(question.getByText(`De plek bij ${schaak} houdt u.`)).toBeVisible()
  await question.getByRole('button', { name: 'Zet op de wachtlijst' }).click()
  await expect(page.getByText(`Fay staat op de wachtlijst van ${zwemmen}.`)).toBeVisible()

  // The place comes free: a yes to the new one ends the old one.
  await holder.goto('/mijn-week')
  await holder.getByRole('button', { name: 'Meld Evi af' }).click()
  await expect(holder.getByText(`Evi is afgemeld bij ${zwemmen}.`)).toBeVisible({ timeout: 15_000 })
  await context.close()
  await page.goto('/mijn-week')
  const offered = page.locator('.enrolment', { hasText: zwemmen })
  await expect(offered.getByText(`Dan stopt de plek bij ${schaak}.`)).toBeVisible()
  await expectAccessible(page)
  await offered.getByRole('button', { name: /Ja/ }).click()
  await expect(offered.getByRole('link', { name: 'Ruil voor iets anders' })).toBeVisible()
  await expect(
    page.locator('.enrolment', { hasText: schaak }).getByRole('link', { name: 'Ruil voor iets anders' }),
  ).toHaveCount(0)
})
