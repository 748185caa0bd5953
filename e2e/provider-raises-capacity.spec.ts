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
  await page.getByRole('button', { name: 'Zet op het portaal' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(page)
  await page.getByLabel('Naam van de activiteit').fill(title)
  await page.getByLabel('Voor welke wijk').selectOption('West')
  await page.getByLabel('Naam van de plek').fill('Steiger West')
  await page.getByLabel('Postcode van de plek').fill('5223 AB')
  await page.getByLabel('Aantal plekken').fill('1')
  await page.getByLabel('Dag', { exact: true }).selectOption('zaterdag')
  await page.getByLabel('Eerste keer').fill(saturday)
  await page.getByLabel('Laatste keer').fill(saturday)
  await page.getByLabel('Begintijd').fill('08:00')
  await page.getByLabel('Eindtijd').fill('08:45')
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
