import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

test('a visitor reads, filters and shares the catalogue without any script', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel('Uw postcode').fill('5224 BD')
  await page.getByLabel('Leeftijd kind').selectOption('8')
  await page.getByRole('button', { name: 'Laat activiteiten zien' }).click()
  await expect(page).toHaveURL(/postcode=5224\+BD/)
  await expect(page.getByText(/activiteiten gevonden/)).toBeVisible()
  const link = page.locator('.card a').first()
  const title = (await link.textContent()) ?? ''
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  const gone = await page.goto('/aanbod/bestaat-niet')
  expect(gone?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'Deze pagina bestaat niet' })).toBeVisible()
  await context.close()
})

test('public pages can be used after hydration, have no axe violations and break no policy', async ({
  page,
}) => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text())
  })
  await page.goto('/')
  await page.waitForLoadState('networkidle')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'West', exact: true }).click()
  await expect(page).toHaveURL(/neighbourhood=WK079611/)
  await expect(page.getByRole('link', { name: 'West', exact: true })).toHaveAttribute('aria-current', 'true')
  const first = page.locator('.card a').first()
  const title = (await first.textContent()) ?? ''
  await first.click()
  // The focus goes along: a screen reader tells the new page.
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeFocused()
  await expect(page.getByRole('link', { name: 'Log in om in te schrijven' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Hoe werkt het?' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Hoe werkt het?' })).toBeVisible()
  await expectAccessible(page)
  expect(complaints).toEqual([])
})

test('every visitor gets the same kept page, and somebody signed in gets their own', async ({
  page,
  request,
}) => {
  const first = await request.get('/')
  const again = await request.get('/')
  expect(first.headers()['content-security-policy']).toMatch(/script-src 'self' 'sha256-/)
  expect(first.headers()['content-security-policy']).not.toMatch(/nonce|unsafe/)
  expect(await again.text()).toBe(await first.text())
  await signIn(page, 'ouder@demo.example')
  const own = await page.goto('/')
  expect(own?.headers()['content-security-policy']).toMatch(/'nonce-/)
  await expect(page.getByRole('link', { name: 'Mijn week' })).toBeVisible()
  expect(await (await request.get('/')).text()).not.toContain('Mijn week')
})

test('choices stand in the address, are taken away one by one, ordered, and remembered on the device', async ({
  page,
}) => {
  await page.goto('/')
  await page.waitForLoadState('networkidle')
  await page.getByText('Meer keuzes').click()
  await page.getByLabel('Uw postcode').fill('5224 BD')
  await page.getByLabel('School', { exact: true }).selectOption({ label: 'Kindcentrum Westerbreedte' })
  await page.getByLabel('Leeftijd kind').selectOption('8')
  await page.getByLabel('Moment').selectOption('Na school')
  await page.getByLabel('Alleen met plek').check()
  await page.getByRole('button', { name: 'Laat activiteiten zien' }).click()
  const chosen = page.getByRole('list', { name: 'Uw keuzes' })
  await expect(chosen.getByRole('listitem')).toHaveText([
    /Dicht bij 5224 BD/,
    /Kindcentrum Westerbreedte/,
    /8 jaar/,
    /Na school/,
    /Alleen met plek/,
    'Wis alle keuzes',
  ])
  await expect(page).toHaveURL(/slot=after-school/)
  const count = page.getByRole('status').filter({ hasText: 'gevonden' })
  const before = Number.parseInt((await count.textContent()) ?? '', 10)
  await expectAccessible(page)
  await chosen.getByRole('link', { name: 'Haal weg: Kindcentrum Westerbreedte' }).click()
  await expect(page).not.toHaveURL(/school=/)
  await expect
    .poll(async () => Number.parseInt((await count.textContent()) ?? '', 10))
    .toBeGreaterThan(before)
  const order = page.getByRole('navigation', { name: 'Volgorde' })
  await expect(order.getByRole('link', { name: 'Dichtbij' })).toHaveAttribute('aria-current', 'true')
  await order.getByRole('link', { name: 'Naam' }).click()
  await expect(page).toHaveURL(/sort=title/)
  const titles = await page.locator('.card h3').allTextContents()
  expect(titles).toEqual([...titles].sort((a, b) => a.localeCompare(b, 'nl')))
  await chosen.getByRole('link', { name: 'Wis alle keuzes' }).click()
  await expect(chosen).toHaveCount(0)
  await page.goto('/')
  await expect(page.getByLabel('Uw postcode')).toHaveValue('5224 BD')
})

test('a wrong postcode is told in words, and nothing is lost', async ({ page }) => {
  await page.goto('/?postcode=12&age=8')
  await expect(page.getByRole('heading', { name: 'Deze keuze kan niet' })).toBeVisible()
  await expect(page.getByLabel('Uw postcode')).toHaveValue('12')
  await expect(page.getByLabel('Leeftijd kind')).toHaveValue('8')
})

test('a parent of a child of 8 and one of 13 finds, checks, enrols, sees the week and withdraws', async ({
  page,
}) => {
  await signIn(page, 'ouder@demo.example')
  await page.goto('/mijn-kinderen')
  await expect(page.getByRole('heading', { name: 'Sara de Wit' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Amir de Wit' })).toBeVisible()
  await expectAccessible(page)

  await page.goto('/?neighbourhood=WK079611&q=koken')
  await page.getByRole('link', { name: 'Koken met de buurt' }).click()
  await expect(page.getByText('Sara heeft dan les tot 14.00 uur.')).toBeVisible()
  await expect(page.getByText(/Amir is te oud/)).toBeVisible()
  await expectAccessible(page)

  await page.goto('/?neighbourhood=WK079611&q=turnen')
  await page.getByRole('link', { name: 'Turnen voor beginners' }).click()
  await page.getByRole('button', { name: 'Schrijf Sara in' }).click()
  await expect(page.getByText('Gelukt! Sara heeft een plek.')).toBeVisible()

  await page.goto('/mijn-week')
  await page.getByLabel('Kind').selectOption('Sara')
  await expect(
    page
      .getByText(/Les 8.30 - 14.00/)
      .or(page.getByText(/Les 08.30 - 14.00/))
      .first(),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Volgende week' }).click()
  await page.getByRole('button', { name: 'Volgende week' }).click()
  await expect(page.locator('.slot--activity', { hasText: 'Turnen voor beginners' })).toBeVisible()
  await expectAccessible(page)

  const enrolled = page
    .locator('.enrolment', { hasText: 'Turnen voor beginners' })
    .filter({ has: page.getByRole('button') })
  await enrolled.getByRole('button', { name: 'Meld Sara af' }).click()
  await page.getByRole('button', { name: 'Toch niet' }).click()
  await expect(enrolled).toBeVisible()
  await enrolled.getByRole('button', { name: 'Meld Sara af' }).click()
  await expect(page.getByText('Sara is afgemeld bij Turnen voor beginners.')).toBeVisible({ timeout: 15_000 })
  await expect(enrolled).toHaveCount(0)
  await page.getByText(/^Eerder/).click()
  await expect(
    page.locator('.enrolment', { hasText: 'Turnen voor beginners' }).getByText('Afgemeld').first(),
  ).toBeVisible()
  await expectAccessible(page)
})

test('a new parent is told every mistake at once, and looks it over before it is kept', async ({
  page,
}, info) => {
  await signIn(page, `nieuw-${info.project.name}@demo.example`)
  await page.goto('/mijn-kinderen')
  await expect(page.getByText('Nog geen kinderen')).toBeVisible()
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  const summary = page.getByRole('region', { name: 'Nog niet alles is goed' })
  await expect(summary).toBeFocused()
  await expect(summary.getByRole('link')).toHaveCount(4)
  await expectAccessible(page)
  await summary.getByRole('link', { name: /voornaam/ }).click()
  await expect(page.getByLabel('Voornaam')).toBeFocused()
  await page.getByLabel('Voornaam').fill('Noor')
  await page.getByLabel('Achternaam').fill('Bakker')
  await page.getByLabel('Geboortedatum').fill('2017-03-04')
  await page.getByLabel('Postcode').fill('5223xb')
  await page.getByLabel('School').selectOption({ label: 'Kindcentrum Westerbreedte' })
  await page.getByLabel('Groep of klas').selectOption('Groep 5')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await expect(page.getByText('Klopt dit?')).toBeVisible()
  await page.getByRole('button', { name: 'Nee, pas aan' }).click()
  await expect(page.getByLabel('Achternaam')).toHaveValue('Bakker')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await page.getByRole('button', { name: 'Ja, zet Noor erbij' }).click()
  await expect(page.getByRole('heading', { name: 'Noor Bakker' })).toBeVisible()

  // Come from an activity: adding a child leads back to it, changing one does not.
  await page.goto('/mijn-kinderen?next=/hoe-werkt-het')
  await page.getByRole('button', { name: 'Pas Noor aan' }).click()
  await expect(page.getByLabel('Groep of klas')).toHaveValue(/.+/)
  await page.getByLabel('Groep of klas').selectOption('Groep 6')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await page.getByRole('button', { name: 'Ja, bewaar' }).click()
  await expect(page.getByText('De gegevens van Noor zijn bewaard.')).toBeVisible()
  await expect(page.getByText(/Groep 6/)).toBeVisible()

  await page.getByRole('button', { name: 'Haal Noor weg' }).click()
  const question = page.getByRole('dialog')
  await question.getByRole('button', { name: 'Annuleer' }).click()
  await expect(page.getByRole('heading', { name: 'Noor Bakker' })).toBeVisible()
  await page.getByRole('button', { name: 'Haal Noor weg' }).click()
  await question.getByRole('button', { name: 'Haal Noor weg' }).click()
  await expect(page.getByText('Nog geen kinderen')).toBeVisible()
})
