import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

/** So many days from now, moved on to a weekday (1 is Monday). */
function dayAfter(days: number, weekday: number): string {
  const day = new Date(Date.now() + days * 86_400_000)
  day.setUTCDate(day.getUTCDate() + ((weekday - day.getUTCDay() + 7) % 7))
  return day.toISOString().slice(0, 10)
}

/** Born sixteen years and a month ago. */
function justSixteen(): string {
  const day = new Date(Date.now() - 30 * 86_400_000)
  day.setUTCFullYear(day.getUTCFullYear() - 16)
  return day.toISOString().slice(0, 10)
}

/** The provider of the demonstration city, in a browser of its own. */
async function asProvider(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, 'aanbieder@demo.example')
  return page
}

async function publish(provider: Page, over: object): Promise<string> {
  const answer = await provider.context().request.post('/api/v1/offerings', {
    data: {
      areas: ['sport'],
      place: { name: 'Sporthal', postcode: '5211 AB' },
      capacity: 10,
      status: 'published',
      ...over,
    },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  return ((await answer.json()) as { id: string }).id
}

test('a parent adds a second home, sees who looked, is told what a change and a removal do', async ({
  browser,
  page,
}, info) => {
  test.slow()
  const isPhone = info.project.name === 'phone'
  const [inTown, onTuesday] = [`Stadsspel (${info.project.name})`, `Dinsdagspel (${info.project.name})`]
  const provider = await asProvider(browser)
  const townId = await publish(provider, {
    title: inTown,
    audience: 'neighbourhood',
    neighbourhoods: ['WK079601'],
    sessions: [{ date: dayAfter(isPhone ? 100 : 107, 6), startTime: '10:00', endTime: '11:00' }],
  })
  const tuesdayId = await publish(provider, {
    title: onTuesday,
    audience: 'neighbourhood',
    neighbourhoods: ['WK079611', 'WK079601'],
    place: { name: 'Gymzaal West', postcode: '5223 AB' },
    // Some of them are days of lessons, whatever the holidays.
    sessions: [0, 7, 14, 21, 28, 35, 42, 49].map((more) => ({
      date: dayAfter(40 + more, 2),
      startTime: '14:40',
      endTime: '15:40',
    })),
  })

  await signIn(page, `thuis-${info.project.name}@demo.example`)
  await page.goto('/mijn-kinderen')
  await expect(page.getByRole('link', { name: 'Ik heb een code van school' })).toBeVisible()
  await page.getByText('Ik ben uitgenodigd').click()
  await expect(page.getByText(/Open de link in de mail/)).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Voornaam').fill('Noor')
  await page.getByLabel('Achternaam').fill('Bakker')
  await page.getByLabel('Geboortedatum').fill(`${new Date().getUTCFullYear() - 9}-03-04`)
  await page.getByLabel('Postcode').fill('5223xb')
  // Not the school of school@demo.example: another journey gives that one other lesson times.
  await page.getByLabel('School').selectOption({ label: "Basisschool 't Boschveld" })
  await page.getByLabel('Groep of klas').selectOption('Groep 5')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await page.getByRole('button', { name: 'Ja, zet Noor erbij' }).click()
  await page.getByRole('link', { name: 'Alles over Noor' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Noor Bakker' })).toBeVisible()
  await expect(page.getByText('Nog niemand van buiten uw gezin')).toBeVisible()
  await expect(page.getByText('Noor in het portaal gezet')).toBeVisible()
  await expectAccessible(page)
  const noor = page.url()

  await page.goto(`/aanbod/${townId}`)
  await expect(
    page.getByText('Dit is voor kinderen die wonen of naar school gaan in Binnenstad.'),
  ).toBeVisible()
  await page.goto(noor)
  await page.getByRole('button', { name: 'Pas Noor aan' }).click()
  await page.getByLabel('Tweede thuis').fill('5223 XB')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await page.getByLabel('Tweede thuis').fill('5211 ab')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await expect(page.getByText('Dit heeft geen gevolgen voor inschrijvingen.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Ja, bewaar' }).click()
  await expect(page.getByText('5211 AB, Binnenstad')).toBeVisible()
  await expect(page.getByText('Aangepast: tweede thuis')).toBeVisible()
  for (const id of [townId, tuesdayId]) {
    await page.goto(`/aanbod/${id}`)
    await page.getByRole('button', { name: 'Schrijf Noor in' }).click()
    await expect(page.getByText('Gelukt! Noor heeft een plek.')).toBeVisible()
  }

  await provider.goto(`/aanbieder/aanbod/${townId}`)
  await expect(provider.getByText('Noor Bakker')).toBeVisible()
  await expect(provider.getByText('5211')).toHaveCount(0)
  await provider.context().close()
  await page.goto(noor)
  await expect(
    page.getByText(/^Samira Haddad van .+ zag de naam van Noor op de lijst van deelnemers, op /),
  ).toBeVisible()
  await expect(page.getByText(`Een plek bij ${inTown}`)).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Pas Noor aan' }).click()
  await page.getByLabel('School', { exact: true }).selectOption({ label: 'Kindcentrum Het Stadshart' })
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  const warning = page.locator('.alert--warning', { hasText: 'Dit past straks niet meer' })
  await expect(warning.getByText(onTuesday)).toBeVisible()
  await expect(warning.getByText(/Noor heeft dan les tot 15.00 uur/)).toBeVisible()
  await expect(warning.getByText(inTown)).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Ja, bewaar' }).click()
  await expect(page.getByText('De gegevens van Noor zijn bewaard.')).toBeVisible()

  await page.getByRole('button', { name: 'Haal Noor weg' }).click()
  const question = page.getByRole('dialog')
  await expect(question.getByText(/Alles wat we over Noor bewaren, gaat weg/)).toBeVisible()
  await expect(question.getByText(`${inTown}: de plek komt vrij.`)).toBeVisible()
  await expect(question.getByText(`${onTuesday}: de plek komt vrij.`)).toBeVisible()
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Annuleer' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Noor Bakker' })).toBeVisible()
  await page.getByRole('button', { name: 'Haal Noor weg' }).click()
  await question.getByRole('button', { name: 'Haal Noor weg' }).click()
  await expect(page.getByText('Noor is weggehaald uit uw account.')).toBeVisible()
  await expect(page.getByText('Nog geen kinderen')).toBeVisible()
  await page.goto(noor)
  await expect(page.getByText('Dit bestaat niet, of het is niet van u.')).toBeVisible()
})

test('somebody of 16 enters themselves and enrols; somebody younger is told why not', async ({
  browser,
  page,
}, info) => {
  const provider = await asProvider(browser)
  const title = `Stadslab (${info.project.name})`
  const offeringId = await publish(provider, {
    title,
    audience: 'city',
    sessions: [{ date: dayAfter(120, 6), startTime: '13:00', endTime: '14:00' }],
  })
  await provider.context().close()
  const year = new Date().getUTCFullYear()

  await signIn(page, `jongere-${info.project.name}@demo.example`)
  await page.goto(`/mijn-kinderen?next=/aanbod/${offeringId}`)
  await page.getByLabel('Voor mijzelf (16 jaar of ouder)').check()
  await expect(page.getByRole('heading', { name: 'Vul je gegevens in' })).toBeVisible()
  await page.getByLabel('Voornaam').fill('Jip')
  await page.getByLabel('Achternaam').fill('Vos')
  await page.getByLabel('Geboortedatum').fill(`${year - 14}-01-01`)
  await page.getByLabel('Postcode').fill('5223 XB')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  const summary = page.getByRole('region', { name: 'Nog niet alles is goed' })
  await expect(summary).toBeFocused()
  await expect(summary.getByText(/Jezelf inschrijven kan vanaf 16 jaar/)).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Geboortedatum').fill(justSixteen())
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await page.getByRole('button', { name: 'Ja, dit ben ik' }).click()

  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await page.getByRole('button', { name: 'Schrijf mij in' }).click()
  await expect(page.getByText('Gelukt! Je hebt een plek.')).toBeVisible()
  await page.getByRole('link', { name: 'Mijn week' }).click()
  await expect(page.locator('.enrolment', { hasText: title })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Mijn gegevens' }).click()
  await expect(page.getByRole('button', { name: 'Zet een kind erbij' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Al mijn gegevens' }).click()
  await expect(page.getByText('Je bent 16 of ouder, dus je regelt alles zelf.')).toBeVisible()
  await expect(page.getByText(`Een plek bij ${title}`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Haal mij weg' }).click()
  await expect(page.getByRole('dialog').getByText(/Alles wat we over je bewaren, gaat weg/)).toBeVisible()
  await expect(page.getByRole('dialog').getByText(`${title}: de plek komt vrij.`)).toBeVisible()
})
