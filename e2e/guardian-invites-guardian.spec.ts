import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { newestLink, signIn } from './sign-in.ts'

type Children = { items: { id: string; firstName: string }[] }

async function idOf(page: Page, firstName: string): Promise<string> {
  const answer = await page.context().request.get('/api/v1/children', { maxRetries: 2 })
  const { items } = (await answer.json()) as Children
  return items.find((child) => child.firstName === firstName)?.id ?? ''
}

test('a guardian invites the other parent, who reads the letter on a phone, sees the child and stops again', async ({
  browser,
  page,
}, info) => {
  const other = `andere-ouder-${info.project.name}@demo.example`
  await signIn(page, 'ouder@demo.example')
  const sara = await idOf(page, 'Sara')
  await page.goto(`/mijn-kinderen/${sara}`)
  await expect(page.getByRole('heading', { name: 'Ouders en verzorgers' })).toBeVisible()
  await expect(page.getByText('U bent de enige ouder of verzorger van Sara hier.')).toBeVisible()
  await expectAccessible(page)

  await page.getByLabel('E-mailadres').fill('geen adres')
  await page.getByRole('button', { name: 'Stuur de uitnodiging' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await page.getByLabel('E-mailadres').fill(other)
  await page.getByRole('button', { name: 'Stuur de uitnodiging' }).click()
  await expect(page.getByText(`De uitnodiging is gestuurd naar ${other}.`)).toBeVisible()
  const first = await newestLink(page.context(), other)
  await page.getByRole('button', { name: `Stuur opnieuw: ${other}` }).click()
  await expect(page.getByText(`We hebben een nieuwe link gestuurd naar ${other}.`)).toBeVisible()
  await expectAccessible(page)
  const link = await newestLink(page.context(), other)
  expect(link).not.toBe(first)

  // Whoever is signed in by another address is told, and uses nothing up.
  await page.goto(link)
  await expect(page.getByText('U bent ingelogd met een ander adres')).toBeVisible()
  await expectAccessible(page)

  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true })
  const phone = await context.newPage()
  await phone.goto(first)
  await expect(phone.getByRole('heading', { name: 'Deze uitnodiging werkt niet meer' })).toBeVisible()
  await expectAccessible(phone)
  await phone.goto(link)
  await expect(phone.getByRole('heading', { name: 'Word ouder of verzorger van Sara' })).toBeVisible()
  await expect(phone.getByText('Fatima de Wit nodigt u uit.')).toBeVisible()
  await expectAccessible(phone)
  await phone.getByRole('button', { name: 'Ja, ik doe mee' }).click()
  await expect(phone).toHaveURL(/\/mijn-kinderen$/)
  await expect(phone.getByRole('heading', { name: 'Sara de Wit' })).toBeVisible()
  await phone.goto(link)
  await expect(phone.getByRole('heading', { name: 'Deze uitnodiging werkt niet meer' })).toBeVisible()

  await page.goto(`/mijn-kinderen/${sara}`)
  await expect(page.getByText(other)).toBeVisible()
  // One parent does not shut out the other.
  await expect(page.getByRole('button', { name: `Haal weg: ${other}` })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Stop als ouder of verzorger' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop als ouder of verzorger' }).click()
  await expect(page.getByRole('dialog')).toContainText('De postcode die u hebt ingevuld, gaat ook weg.')
  await page.getByRole('dialog').getByRole('button', { name: 'Annuleer' }).click()

  await phone.goto(`/mijn-kinderen/${sara}`)
  await phone.getByRole('button', { name: 'Stop als ouder of verzorger' }).click()
  const question = phone.getByRole('dialog')
  await expect(question).toContainText('Inschrijvingen blijven staan.')
  await expect(question).not.toContainText('postcode')
  await expectAccessible(phone)
  await question.getByRole('button', { name: 'Ja, ik stop' }).click()
  await expect(phone).toHaveURL(/\/mijn-kinderen$/)
  await expect(phone.getByText('Nog geen kinderen')).toBeVisible()
  await context.close()
})

test('a guardian invites a child of 13, who sees the own week; the guardian can stop that account', async ({
  browser,
  page,
}, info) => {
  const young = `amir-${info.project.name}@demo.example`
  await signIn(page, 'ouder@demo.example')
  const amir = await idOf(page, 'Amir')
  await page.goto(`/mijn-kinderen/${amir}`)
  await page.getByRole('radio', { name: 'Amir zelf' }).check()
  await page.getByLabel('E-mailadres').fill(young)
  await page.getByRole('button', { name: 'Stuur de uitnodiging' }).click()
  await expect(page.getByText(`De uitnodiging is gestuurd naar ${young}.`)).toBeVisible()

  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true })
  const phone = await context.newPage()
  await phone.goto(await newestLink(page.context(), young))
  await expect(phone.getByRole('heading', { name: 'Een eigen account voor Amir' })).toBeVisible()
  await expectAccessible(phone)
  await phone.getByRole('button', { name: 'Ja, ik doe mee' }).click()
  await expect(phone.getByRole('heading', { level: 1, name: 'Mijn week' })).toBeVisible()
  await phone.goto(`/mijn-kinderen/${amir}`)
  await expect(phone.getByText('Eigen account van Amir', { exact: true })).toBeVisible()
  // At 13 a guardian decides who comes.
  await expect(phone.getByRole('button', { name: 'Stuur de uitnodiging' })).toHaveCount(0)
  await expectAccessible(phone)
  await context.close()

  await page.reload()
  await expect(page.getByRole('radio', { name: 'Amir zelf' })).toHaveCount(0)
  await page.getByRole('button', { name: `Stop dit account: ${young}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ja, stop dit account' }).click()
  await expect(page.getByText(`${young} is weggehaald.`)).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Amir zelf' })).toBeVisible()
})
