import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { newestLink, signIn } from './sign-in.ts'

/** Phone and desk share one city: each brings in a class of its own. */
const suffix = () => (test.info().project.name === 'phone' ? 'T' : 'B')

const choose = (page: Page, text: string, name = 'klas.csv') =>
  page
    .getByLabel('Bestand', { exact: true })
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

test('a school imports a class, hands out codes, and a parent claims a child with one', async ({
  page,
  browser,
}) => {
  const mark = suffix()
  const group = `Plusklas ${mark}`
  const header = 'Leerlingnummer;Voornaam;Tussenvoegsel;Achternaam;Geboortedatum;Groep;Jaar'
  const noor = `${mark}1;Noor;van den;Proef${mark};03-02-2018;${group};4`
  await signIn(page, 'school@demo.example')
  await page.goto('/school')
  await page.getByRole('link', { name: 'Leerlingen' }).click()
  await expect(page.getByRole('heading', { name: 'Leerlingen', exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: /^\d+ leerlingen$/ })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Lees een bestand in' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: /Haal het voorbeeld op/ }).click()
  expect((await download).suggestedFilename()).toBe('leerlingen.csv')
  await page.getByRole('button', { name: 'Kijk wat er gebeurt' }).click()
  await expect(page.getByRole('link', { name: 'Kies een bestand.' })).toBeVisible()

  // With a mistake in the second line of the class.
  await choose(page, `${header}\n${noor}\n${mark}2;Bram;;=Bos;32-02-2018;${group};4`)
  await page.getByRole('button', { name: 'Kijk wat er gebeurt' }).click()
  await expect(page.getByText('2 dingen zijn nog niet goed')).toBeVisible()
  await expect(page.getByText('Regel 3, achternaam: Dit lijkt op een formule')).toBeVisible()
  await expect(page.getByText('Regel 3, geboortedatum: Dit is geen datum')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Lees \d+ leerling/ })).toHaveCount(0)
  await expectAccessible(page)

  await choose(page, `${header}\n${noor}\n${mark}2;Bram;;Bos${mark};28-02-2018;${group};4`)
  await page.getByRole('button', { name: 'Kijk wat er gebeurt' }).click()
  await expect(page.getByText(`${group} (leerjaar 4), 2 leerlingen`)).toBeVisible()
  await page.getByRole('button', { name: 'Lees 2 leerlingen in' }).click()
  await expect(page.getByText('Kies dat we deze groepen maken, of pas het bestand aan.')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Maak deze groepen').check()
  await page.getByRole('button', { name: 'Lees 2 leerlingen in' }).click()
  await expect(page.getByText(/Het bestand is ingelezen: 2 nieuw, 0 veranderd/)).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Naar de leerlingen' }).click()
  await page.getByLabel('Groep', { exact: true }).selectOption(group)
  await expect(page.getByRole('heading', { name: '2 leerlingen' })).toBeVisible()
  await page.getByLabel(`Kies Noor van den Proef${mark} voor een code`).check()
  await page.getByRole('link', { name: 'Maak een code voor de gekozen leerling' }).click()
  await page.getByRole('button', { name: 'Maak codes' }).click()
  await expect(page.getByText(/Er is 1 code gemaakt/)).toBeVisible()
  await expect(page.getByText('Voor de ouder van Noor')).toBeVisible()
  await expectAccessible(page)
  const code = (await page.locator('.slip__code').textContent()) ?? ''

  const parent = await (await browser.newContext()).newPage()
  await parent.goto(`/code?code=${code}`)
  await expectAccessible(parent)
  await parent.getByRole('link', { name: 'Inloggen' }).last().click()
  await parent.getByLabel('E-mailadres').fill('ouder2@demo.example')
  await parent.getByRole('button', { name: 'Stuur mij een link' }).click()
  await expect(parent.getByRole('heading', { name: 'Kijk in uw mail' })).toBeVisible()
  await parent.goto(await newestLink(parent.context(), 'ouder2@demo.example'))
  await parent.getByRole('button', { name: 'Log mij in' }).click()
  // Back where they came from, with the code still there.
  await expect(parent.getByLabel('Code', { exact: true })).toHaveValue(code)
  await parent.getByLabel('Code', { exact: true }).fill('K7PX-9M2Q-4T0')
  await parent.getByRole('button', { name: 'Kijk van wie de code is' }).click()
  await expect(parent.getByRole('link', { name: /niet goed overgetypt/ })).toBeVisible()
  await expectAccessible(parent)
  const sloppy = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
  await parent.getByLabel('Code', { exact: true }).fill(`  ${sloppy} `)
  await parent.getByRole('button', { name: 'Kijk van wie de code is' }).click()
  await expect(parent.getByRole('heading', { name: 'Dit is de code van Noor' })).toBeVisible()
  await expect(parent.getByText(`Proef${mark}`)).toHaveCount(0)
  await expectAccessible(parent)
  await parent.getByRole('button', { name: 'Ja, dit is mijn kind' }).click()
  await expect(parent.getByText('Noor staat nu bij uw kinderen.')).toBeVisible()
  await parent.getByLabel('Postcode').fill('5223 ab')
  await expectAccessible(parent)
  await parent.getByRole('button', { name: 'Bewaar' }).click()
  await expect(parent.getByText('De postcode is bewaard.')).toBeVisible()
  await parent.getByRole('link', { name: 'Naar mijn kinderen' }).click()
  await expect(parent.getByText(`Noor van den Proef${mark}`)).toBeVisible()

  // The code has been used: the school sees it, and a second time it says what to do.
  await page.goto('/school/leerlingen/codes')
  await expect(page.getByText('Gebruikt').first()).toBeVisible()
  await parent.goto(`/code?code=${code}`)
  await parent.getByRole('button', { name: 'Kijk van wie de code is' }).click()
  await expect(parent.getByRole('link', { name: /Deze code is al gebruikt/ })).toBeVisible()
})

test('a school adds a pupil, changes it, and takes it off again', async ({ page }) => {
  const last = `Losse${suffix()}`
  await signIn(page, 'school@demo.example')
  await page.goto('/school/leerlingen')
  await page.getByRole('button', { name: 'Zet er een leerling bij' }).click()
  const form = page.getByRole('form', { name: 'Nieuwe leerling' })
  await form.getByRole('button', { name: 'Bewaar' }).click()
  await expect(form.getByRole('link', { name: /Vul de voornaam in/ })).toBeVisible()
  await form.getByLabel('Voornaam').fill('Tess')
  await form.getByLabel('Achternaam').fill(last)
  await form.getByLabel('Geboortedatum').fill('2018-04-05')
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText('Tess is bewaard.')).toBeVisible()
  await page.getByLabel('Zoek op naam of nummer').fill(last)
  await page.getByRole('button', { name: 'Zoek', exact: true }).click()
  await page.getByRole('button', { name: `Pas aan: Tess ${last}` }).click()
  await page.getByLabel('Leerlingnummer').fill(`nr ${last}`)
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText(`Nummer nr ${last}`)).toBeVisible()
  await page.getByRole('button', { name: `Haal van school: Tess ${last}` }).click()
  await expect(page.getByRole('dialog')).toContainText('Dit kunt u niet terugdraaien.')
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Haal van school' }).click()
  await expect(page.getByText('Tess is van school gehaald.')).toBeVisible()
  await expect(page.getByText('Geen leerling gevonden')).toBeVisible()
})

test('a school keeps its groups and looks at the next school year', async ({ page }) => {
  const name = `Groep Z${suffix()}`
  await signIn(page, 'school@demo.example')
  await page.goto('/school/groepen')
  await page.getByRole('button', { name: 'Zet er een groep bij' }).click()
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByRole('link', { name: /Vul een naam in/ })).toBeVisible()
  await page.getByLabel('Naam van de groep').fill(name)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText(`${name} is bewaard.`)).toBeVisible()
  await page.getByRole('button', { name: `Haal weg: ${name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Haal weg' }).click()
  await expect(page.getByText(`${name} is weggehaald.`)).toBeVisible()
  await page.getByRole('button', { name: 'Haal weg: Groep 5' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Haal weg' }).click()
  await expect(page.getByText(/Deze groep kan nog niet weg/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Naar het volgende schooljaar' }).click()
  await expect(page.getByRole('heading', { name: 'Groep 5' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Kijk het nog één keer na' }).click()
  await expect(page.getByRole('dialog')).toContainText('U kunt dit niet terugdraaien.')
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Annuleer' }).click()
})
