import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

test('the team sees at a glance that the portal does what it does by itself', async ({ page }) => {
  await signIn(page, 'team@demo.example')
  await page.getByRole('link', { name: 'Gemeente' }).click()
  await page
    .getByRole('navigation', { name: 'Onderdelen van gemeente' })
    .getByRole('link', { name: 'Taken' })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'Taken' })).toBeVisible()
  // The jobs begin with the portal; each has had its turn within some seconds.
  const refresh = page.getByRole('button', { name: 'Ververs' })
  await expect(async () => {
    await refresh.click()
    await expect(page.getByText('Gelukt', { exact: true }).first()).toBeVisible({ timeout: 1000 })
    await expect(page.getByText(/^(Nog niet geweest|Bezig)$/)).toHaveCount(0, { timeout: 1000 })
  }).toPass({ timeout: 30_000 })
  await expect(page.getByRole('status').filter({ hasText: 'Alles loopt' })).toBeVisible()
  const job = page.getByRole('listitem').filter({ hasText: 'Plekken laten verlopen' })
  await expect(job).toContainText('Elke minuut')
  await expect(job).toContainText(/vandaag om \d\d\.\d\d, klaar in/)
  await expect(page.getByText('Niets. Alles is verwerkt.')).toBeVisible()
  await expectAccessible(page)
})

test('nobody else gets there', async ({ page }) => {
  await signIn(page, 'school@demo.example')
  await page.goto('/gemeente/taken')
  await expect(page.getByText('U mag dit niet doen met dit account.')).toBeVisible()
  await expectAccessible(page)
})
