import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

test('a school publishes a timetable that causes a clash, and sees it before', async ({ page }) => {
  await signIn(page, 'school@demo.example')
  await page.goto('/school')
  await expect(page.getByRole('heading', { name: /Lesrooster Kindcentrum Westerbreedte/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('dinsdag Einde').fill('07:00')
  await page.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await page.getByLabel('dinsdag Einde').fill('16:00')
  await page.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  await expect(page.getByText(/Sara de Wit: Tekenen en schilderen/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Zet dit rooster erin' }).click()
  await expect(page.getByText(/Het rooster geldt vanaf/)).toBeVisible()
})
