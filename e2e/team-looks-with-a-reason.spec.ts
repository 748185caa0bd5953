import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

test('the team finds a child only for a reason, and whom to call', async ({ page }) => {
  await signIn(page, 'team@demo.example')
  await page.getByRole('link', { name: 'Gemeente' }).click()
  const pages = page.getByRole('navigation', { name: 'Onderdelen van gemeente' })
  await pages.getByRole('link', { name: 'Kinderen' }).click()
  await page.getByLabel('Naam of geboortedatum').fill('Sara de Wit')
  await page.getByRole('button', { name: 'Zoek' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(page)
  await page.getByLabel('Waarom zoekt u dit kind?').fill('Moeder belt over een wachtlijst')
  await page.getByRole('button', { name: 'Zoek' }).click()
  await expect(page.getByRole('heading', { name: 'Sara de Wit' })).toBeVisible()
  await page.getByRole('button', { name: 'Bekijk Sara' }).click()
  await expect(page.getByRole('link', { name: 'ouder@demo.example' })).toBeVisible()
  await expect(page.getByText(/Tekenen en schilderen/)).toBeVisible()
  await expectAccessible(page)
  // Neither the name nor the reason is kept in the address.
  expect(new URL(page.url()).search).toBe('')
  await page.getByLabel('Naam of geboortedatum').fill('Niemand Zo')
  await page.getByRole('button', { name: 'Zoek' }).click()
  await expect(page.getByRole('heading', { name: 'Niemand gevonden' })).toBeVisible()
})

test('the team reads which school has an owner, and what changed, and nobody else gets there', async ({
  page,
}) => {
  await signIn(page, 'team@demo.example')
  await page.goto('/gemeente/scholen')
  await page.getByLabel('Naam of wijk').fill('westerbreedte')
  await page.getByRole('button', { name: 'Laat zien' }).click()
  await expect(page.getByText('1 school', { exact: true })).toBeVisible()
  await expect(page.getByText(/Marieke Smits/)).toBeVisible()
  await expectAccessible(page)
  // Whatever the journeys before this one changed is told in words, not in the names of the program.
  for (const number of [1, 2, 3]) {
    await page.goto(`/gemeente/logboek?page=${number}`)
    await expect(page.getByRole('heading', { level: 1, name: 'Logboek' })).toBeVisible()
    await expect(page.locator('.loading')).toHaveCount(0)
    for (const line of await page.getByText(/^Veranderd:/).allInnerTexts())
      expect(line, line).not.toMatch(/\b[a-z]+([A-Z_][a-z]+)+\b/)
  }
  await page.goto('/gemeente/logboek')
  await page.getByLabel('Vanaf').fill('2026-02-01')
  await page.getByLabel('Tot en met').fill('2026-01-01')
  await page.getByRole('button', { name: 'Laat zien' }).click()
  await expect(page.getByRole('link', { name: 'De laatste dag is voor de eerste.' })).toBeVisible()
  await page.getByLabel('Vanaf').fill('2020-01-01')
  await page.getByLabel('Tot en met').fill('2020-01-02')
  await page.getByRole('button', { name: 'Laat zien' }).click()
  await expect(page.getByRole('heading', { name: 'Niets gevonden' })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Uitloggen' }).click()
  await expect(page.getByRole('link', { name: 'Inloggen' })).toBeVisible()
  await page.waitForLoadState()
  await signIn(page, 'aanbieder@demo.example')
  await expect(page.getByRole('link', { name: 'Gemeente' })).toHaveCount(0)
  await page.goto('/gemeente/kinderen')
  await page.getByLabel('Naam of geboortedatum').fill('Sara de Wit')
  await page.getByLabel('Waarom zoekt u dit kind?').fill('Ik wil dit graag weten')
  await page.getByRole('button', { name: 'Zoek' }).click()
  await expect(page.getByText('U mag dit niet doen met dit account.')).toBeVisible()
})
