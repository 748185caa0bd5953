import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

type Children = { items: { id: string; firstName: string }[] }

test('a provider raises capacity and the waiting list moves', async ({ browser, page }, info) => {
  const soon = new Date(Date.now() + (info.project.name === 'phone' ? 60 : 90) * 86_400_000)
  soon.setUTCDate(soon.getUTCDate() + ((6 - soon.getUTCDay() + 7) % 7))
  const saturday = soon.toISOString().slice(0, 10)
  const title = `Zeilen (${info.project.name})`

  await signIn(page, 'aanbieder@demo.example')
  await page.goto('/aanbieder')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Maak nieuw aanbod' }).click()
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(page)
  await page.getByLabel('Naam van de activiteit').fill(title)
  await page.getByRole('checkbox', { name: 'Sport' }).check()
  await page.getByRole('checkbox', { name: 'West', exact: true }).check()
  await page.getByLabel('Naam van de plek').fill('Steiger West')
  await page.getByLabel('Postcode van de plek').fill('5223 AB')
  await page.getByLabel('Aantal plekken').fill('1')
  await page.getByRole('checkbox', { name: 'zaterdag' }).check()
  await page.getByLabel('Eerste keer').fill(saturday)
  await page.getByLabel('Laatste keer').fill(saturday)
  await page.getByLabel('Begintijd').fill('08:00')
  await page.getByLabel('Eindtijd').fill('08:45')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await expect(page.getByRole('heading', { name: '1 bijeenkomst', exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Zet op het portaal' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  const offeringId = page.url().split('/').at(-1)

  for (const [email, firstName, status] of [
    ['ouder2@demo.example', 'Lotte', 'placed'],
    ['ouder@demo.example', 'Sara', 'waitlisted'],
  ] as const) {
    const context = await browser.newContext()
    const family = await context.newPage()
    await signIn(family, email)
    const children = (await (await context.request.get('/api/v1/children')).json()) as Children
    const childId = children.items.find((child) => child.firstName === firstName)?.id
    const answer = await context.request.post('/api/v1/enrolments', { data: { childId, offeringId } })
    expect(await answer.json()).toMatchObject({ status })
    await context.close()
  }

  await page.reload()
  await expect(page.getByText('Op de wachtlijst, plaats 1')).toBeVisible()
  await page.getByLabel('Aantal plekken').fill('0')
  await page.getByRole('button', { name: 'Bewaar aantal plekken' }).click()
  await expect(page.getByRole('link', { name: /Er hebben al 1 kinderen een plek/ })).toBeVisible()
  await page.getByLabel('Aantal plekken').fill('2')
  await page.getByRole('button', { name: 'Bewaar aantal plekken' }).click()
  await expect(page.getByText(/2 bezet of aangeboden, 0 kinderen wachten/)).toBeVisible()
  await expect(page.getByText(/Er is een plek vrij/)).toBeVisible()
  await expectAccessible(page)
})

test('a provider makes a draft, changes and moves it, shows it, and lets it not go on', async ({
  page,
}, info) => {
  const first = inDays(info.project.name === 'phone' ? 200 : 230)
  const title = `Vliegeren (${info.project.name})`
  await signIn(page, 'aanbieder@demo.example')
  await page.goto('/aanbieder/aanbod/nieuw')
  await page.getByLabel('Naam van de activiteit').fill(title)
  await page.getByRole('checkbox', { name: 'Sport' }).check()
  await page.getByLabel('Naam van de plek').fill('Weide')
  await page.getByLabel('Postcode van de plek').fill('5223 AB')
  await page.getByLabel('Aantal plekken').fill('8')
  for (const day of ['maandag', 'donderdag']) await page.getByRole('checkbox', { name: day }).check()
  await page.getByLabel('Eerste keer').fill(first)
  await page.getByLabel('Laatste keer').fill(plus(first, 20))
  await page.getByLabel('Begintijd').fill('18:00')
  await page.getByLabel('Eindtijd').fill('19:00')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await page.getByRole('button', { name: 'Nee, pas aan' }).click()
  await expect(page.getByLabel('Naam van de activiteit')).toHaveValue(title)
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await page.getByRole('button', { name: 'Bewaar, nog niet zichtbaar' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(page.getByText('Nog niet zichtbaar')).toBeVisible()

  await page.getByRole('button', { name: 'Pas de gegevens aan' }).click()
  await page.getByLabel('Prijs in euro').fill('gratis')
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await page.getByLabel('Prijs in euro').fill('2,50')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click()
  await expect(page.getByText('Bewaard.')).toBeVisible()

  await page.getByRole('button', { name: 'Pas de dagen aan' }).click()
  const dates = page.getByLabel(/^Datum van bijeenkomst/)
  await expect(dates.first()).toBeVisible()
  const before = await dates.count()
  await page
    .getByRole('button', { name: /^Haal weg/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Zet er een bijeenkomst bij' }).click()
  await page.getByLabel(`Datum van bijeenkomst ${before}`).fill(plus(first, 40))
  await page.getByLabel(`Begin van bijeenkomst ${before}`).fill('17:00')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Bewaar de dagen' }).click()
  await expect(page.getByText('Bewaard.')).toBeVisible()
  await page.getByRole('button', { name: 'Pas de dagen aan' }).click()
  await expect(dates).toHaveCount(before)
  await expect(dates.last()).toHaveValue(plus(first, 40))
  await page.getByRole('button', { name: 'Annuleer' }).click()

  await page.getByRole('button', { name: 'Zet op het portaal' }).click()
  await expect(page.getByText('Zichtbaar', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Bekijk zoals ouders' }).click()
  await expect(page.getByText('€ 2,50')).toBeVisible()
  await page.goBack()
  await page.getByRole('button', { name: 'Laat niet doorgaan' }).click()
  const question = page.getByRole('dialog')
  await expect(question.getByText(/Er doen nog geen kinderen mee/)).toBeVisible()
  await question.getByRole('button', { name: 'Ja, het gaat niet door' }).click()
  await expect(page.getByText('Gaat niet door', { exact: true })).toBeVisible()
})

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const plus = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
