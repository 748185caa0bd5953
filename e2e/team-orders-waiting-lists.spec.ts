import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

test('the team sets the time to answer and who comes first, and is told when somebody was before', async ({
  browser,
  page,
}, info) => {
  test.slow()
  // Each of the two browsers begins from what the other left.
  const hours = info.project.name === 'phone' ? '40' : '44'
  await signIn(page, 'team@demo.example')
  await page.goto('/gemeente')
  await page.getByRole('link', { name: 'Instellingen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Instellingen' })).toBeVisible()
  await expect(page.getByLabel('Uren om ja of nee te zeggen')).toBeVisible()
  await expectAccessible(page)

  await page.getByLabel('Uren om ja of nee te zeggen').fill('500')
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(page)
  await page.getByLabel('Uren om ja of nee te zeggen').fill(hours)
  const rule = page.locator('.rule', { hasText: 'Broers en zussen' })
  while (!(await page.locator('.rule h3').first().textContent())?.startsWith('Broers'))
    await page.getByRole('button', { name: 'Zet hoger: Broers en zussen' }).click()
  await rule.getByLabel('Telt mee').setChecked(true)
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText('De instellingen zijn bewaard.')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Uren om ja of nee te zeggen')).toHaveValue(hours)
  await expect(page.locator('.rule').first()).toContainText('Broers en zussen')

  const colleague = await (await browser.newContext()).newPage()
  await signIn(colleague, 'team@demo.example')
  await colleague.goto('/gemeente/instellingen')
  await colleague.getByLabel('Uren om ja of nee te zeggen').fill('48')
  await page.locator('.rule').first().getByLabel('Telt mee').setChecked(false)
  await colleague.getByRole('button', { name: 'Bewaar' }).click()
  await expect(colleague.getByText('De instellingen zijn bewaard.')).toBeVisible()
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText('Iemand anders heeft de instellingen intussen veranderd.')).toBeVisible()
  await expect(page.getByLabel('Uren om ja of nee te zeggen')).toHaveValue('48')
  await page.locator('.rule').first().getByLabel('Telt mee').setChecked(false)
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText('De instellingen zijn bewaard.')).toBeVisible()

  await page.goto('/gemeente/logboek')
  await expect(page.getByText('Instellingen aangepast').first()).toBeVisible()
  await colleague.context().close()
})
