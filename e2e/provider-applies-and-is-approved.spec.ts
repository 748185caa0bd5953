import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { acceptAs, invite } from './invite-colleague.ts'
import { signIn } from './sign-in.ts'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const plus = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

/** A weekly activity on Saturdays from that day on. */
async function fillActivity(page: Page, title: string, day: string): Promise<void> {
  await page.getByLabel('Naam van de activiteit').fill(title)
  await page.getByRole('checkbox', { name: 'Sport' }).check()
  await page.getByRole('checkbox', { name: 'West', exact: true }).check()
  await page.getByLabel('Naam van de plek').fill('Dojo West')
  await page.getByLabel('Postcode van de plek').fill('5223 AB')
  await page.getByLabel('Aantal plekken').fill('8')
  await page.getByRole('checkbox', { name: 'zaterdag' }).check()
  await page.getByLabel('Eerste keer').fill(day)
  // Longer than any holiday, which is left out.
  await page.getByLabel('Laatste keer').fill(plus(day, 56))
  await page.getByLabel('Begintijd').fill('18:00')
  await page.getByLabel('Eindtijd').fill('19:00')
}

test('a provider applies, prepares an activity, cannot publish, is approved, publishes, and invites a coach', async ({
  browser,
  page,
}, info) => {
  test.setTimeout(180_000)
  const which = info.project.name
  const name = `Judoclub De Band (${which})`
  const title = `Judo voor beginners (${which})`
  const applicant = `noor-${which}@deband.example`
  const saturday = new Date(Date.now() + (which === 'phone' ? 150 : 180) * 86_400_000)
  saturday.setUTCDate(saturday.getUTCDate() + ((6 - saturday.getUTCDay() + 7) % 7))
  const day = saturday.toISOString().slice(0, 10)

  // A visitor finds the way from the page that explains the portal.
  await page.goto('/hoe-werkt-het')
  await page.getByRole('main').getByRole('link', { name: 'Aanbieder worden' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Aanbieder worden' })).toBeVisible()
  await expectAccessible(page)
  await expect(page.getByRole('link', { name: 'Log in om u aan te melden' })).toBeVisible()
  await signIn(page, applicant)

  await page.goto('/aanbieder-worden')
  await page.getByLabel('E-mailadres van de organisatie').fill('')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(page)
  await page.getByLabel('Naam van de organisatie').fill(name)
  // A number that another organisation has.
  await page.getByLabel('KVK-nummer').fill('90000003')
  await page.getByLabel('Contactpersoon').fill('Noor de Boer')
  await page.getByLabel('Telefoonnummer').fill('073 555 12 34')
  await page.getByLabel('E-mailadres van de organisatie').fill(applicant)
  await page.getByLabel('Wat wilt u aanbieden?').fill('Judo voor kinderen van 6 tot en met 11 jaar.')
  await page.getByText('Lees de gedragscode').click()
  await page.getByRole('checkbox', { name: 'Ja, wij houden ons hieraan' }).check()
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await expect(page.getByRole('heading', { name: 'Klopt dit?' })).toBeFocused()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Verstuur de aanmelding' }).click()
  await expect(page.getByRole('link', { name: /Vraag een collega/ })).toBeVisible()
  await page.getByLabel('KVK-nummer').fill(which === 'phone' ? '7100 0001' : '7100 0002')
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await page.getByRole('button', { name: 'Verstuur de aanmelding' }).click()

  await expect(page.getByText(`${name} wacht op een besluit`)).toBeVisible()
  await expect(page.getByText('Wacht op besluit', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Pas de gegevens aan' }).click()
  await page.getByLabel('Telefoonnummer').fill('bel mij')
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByRole('link', { name: /Vul een telefoonnummer in/ })).toBeVisible()
  await page.getByLabel('Telefoonnummer').fill('073 555 43 21')
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText('Bewaard.')).toBeVisible()

  // It prepares an activity, and can't show it yet.
  await page.getByRole('navigation', { name: 'Onderdelen van aanbieder' }).getByText('Aanbod').click()
  await expect(page.getByText(/U kunt al een activiteit klaarzetten/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Maak nieuw aanbod' }).click()
  await fillActivity(page, title, day)
  await page.getByRole('button', { name: 'Kijk het na' }).click()
  await expect(page.getByText(/Uw organisatie is nog niet goedgekeurd/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Bewaar, nog niet zichtbaar' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await page.getByRole('button', { name: 'Zet op het portaal' }).click()
  await expect(page.getByText(/Uw organisatie is nog niet goedgekeurd door de gemeente/)).toBeVisible()
  await expectAccessible(page)
  const offeringId = page.url().split('/').at(-1)
  const visitor = await browser.newContext()
  expect((await visitor.request.get(`/api/v1/offerings/${offeringId}`)).status()).toBe(404)

  // The team looks at it and approves, with conditions.
  const team = await (await browser.newContext()).newPage()
  await signIn(team, 'team@demo.example')
  await team.goto('/gemeente')
  await expect(team.getByText(/op uw besluit/)).toBeVisible()
  await expectAccessible(team)
  await team.getByRole('link', { name: 'Laat wie wacht zien' }).click()
  await team.getByRole('link', { name }).click()
  await expect(team.getByText('073 555 43 21')).toBeVisible()
  await expectAccessible(team)
  await team.getByRole('button', { name: 'Keur goed' }).click()
  const dialog = team.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Ja, keur goed' }).click()
  await expect(dialog.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(team)
  await dialog.getByLabel('VOG van de begeleiders').fill(inDays(300))
  await dialog.getByRole('checkbox', { name: /gedragscode gezien/ }).check()
  await dialog.getByLabel('Afspraken').fill('Altijd twee begeleiders in de zaal.')
  await dialog.getByRole('button', { name: 'Ja, keur goed' }).click()
  await expect(team.getByText(/Uw besluit is bewaard/)).toBeVisible()
  await expect(team.getByText('Altijd twee begeleiders in de zaal.')).toBeVisible()

  const letters = await page.request.get('/dev/mailbox', { headers: { Accept: 'application/json' } })
  const { items } = (await letters.json()) as { items: { to: string; subject: string; text: string }[] }
  const letter = items.find(({ to }) => to === applicant)
  expect(letter?.subject).toBe('Uw organisatie is goedgekeurd')
  expect(letter?.text).toContain('Altijd twee begeleiders in de zaal.')

  // Now it can be shown, and is in the catalogue.
  await page.reload()
  await page.getByRole('button', { name: 'Zet op het portaal' }).click()
  await expect(page.getByText('Zichtbaar', { exact: true })).toBeVisible()
  await page.goto('/aanbieder/gegevens')
  await expect(page.getByText('Altijd twee begeleiders in de zaal.')).toBeVisible()
  const parent = await visitor.newPage()
  await parent.goto(`/?q=judo+beginners&from=${day}`)
  await expect(parent.getByRole('link', { name: title })).toBeVisible()

  // A family enrols; the owner invites a coach, who sees this child and nobody of another organisation.
  const family = await browser.newContext()
  const home = await family.newPage()
  await signIn(home, `thuis-judo-${which}@demo.example`)
  const child = await family.request.post('/api/v1/children', {
    data: {
      firstName: 'Ilse',
      lastName: 'Judoka',
      birthDate: `${new Date().getUTCFullYear() - 8}-02-03`,
      postcode: '5223 AB',
    },
  })
  const { id: childId } = (await child.json()) as { id: string }
  const enrolled = await family.request.post('/api/v1/enrolments', { data: { childId, offeringId } })
  expect(enrolled.status(), await enrolled.text()).toBe(201)
  const { id: enrolmentId } = (await enrolled.json()) as { id: string }
  await page.goto('/aanbieder/collegas')
  await invite(page, `coach-judo-${which}@demo.example`, /^Mag zien welke kinderen/)
  const coach = await acceptAs(browser, page, `coach-judo-${which}@demo.example`)
  await coach.goto(`/aanbieder/aanbod/${offeringId}`)
  await expect(coach.getByText('Ilse Judoka')).toBeVisible()
  await expectAccessible(coach)
  const found = await visitor.request.get('/api/v1/offerings?q=zaalvoetbal')
  const [foreign] = ((await found.json()) as { items: { id: string }[] }).items
  const refused = await coach.context().request.get(`/api/v1/offerings/${foreign?.id}/participants`)
  expect(refused.status()).toBe(404)
  await family.request.post(`/api/v1/enrolments/${enrolmentId}/withdrawal`)
  await family.close()

  // On pause it is gone again, and its own people read why.
  await team.getByRole('button', { name: 'Zet op pauze' }).click()
  await expect(dialog.getByText('Er doen nu geen kinderen mee.')).toBeVisible()
  await dialog.getByLabel('Reden').fill('Wij wachten op een nieuwe begeleider.')
  await expectAccessible(team)
  await dialog.getByRole('button', { name: 'Ja, zet op pauze' }).click()
  await expect(team.getByRole('button', { name: 'Haal van pauze af' })).toBeVisible()
  await parent.goto(`/aanbod/${offeringId}`)
  await expect(parent.getByRole('heading', { name: 'Deze pagina bestaat niet' })).toBeVisible()
  await page.goto(`/aanbieder/aanbod/${offeringId}`)
  await expect(page.getByText('Ouders zien deze activiteit nu niet')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/aanbieder')
  await expect(page.getByText(/Wij wachten op een nieuwe begeleider/)).toBeVisible()
  await expectAccessible(page)
  await team.getByRole('button', { name: 'Haal van pauze af' }).click()
  await dialog.getByRole('button', { name: 'Ja, haal van pauze af' }).click()
  await expect(team.getByRole('button', { name: 'Zet op pauze' })).toBeVisible()
  await parent.goto(`/aanbod/${offeringId}`)
  await expect(parent.getByRole('heading', { level: 1, name: title })).toBeVisible()

  // All of it stands in the log.
  await team.getByRole('link', { name: 'Bekijk wat er is veranderd' }).click()
  await expect(team.getByRole('heading', { name: /Op pauze gezet/ })).toBeVisible()
  await expect(team.getByRole('heading', { name: /Aangemeld/ })).toBeVisible()
  await team.getByText(/Veranderd: telefoon/).click()
  await expect(team.getByText(/was 073 555 12 34/)).toBeVisible()
  await expectAccessible(team)
})
