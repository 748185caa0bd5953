import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { newestLink, signIn } from './sign-in.ts'

// Two people, a class and letters: more than the usual minute on a busy machine.
test.setTimeout(180_000)

/** Phone and desk share one city: each has a class of its own, on a day of its own. */
const mark = () => (test.info().project.name === 'phone' ? 'Telefoon' : 'Bureau')

/** A Saturday so many weeks away: nobody has lessons then. */
function saturday(weeks: number): string {
  const date = new Date(Date.now() + weeks * 7 * 86_400_000)
  date.setUTCDate(date.getUTCDate() + ((6 - date.getUTCDay() + 7) % 7))
  return date.toISOString().slice(0, 10)
}

/** What would be clicked together elsewhere, asked of the API by who is signed in on a page. */
async function ask<Answer>(page: Page, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await page.evaluate(
    async ([how, where, what]) => {
      const response = await fetch(`/api/v1${where}`, {
        method: how,
        ...(what ? { headers: { 'Content-Type': 'application/json' }, body: what } : {}),
      })
      return { isOk: response.ok, text: await response.text() }
    },
    [method, path, body ? JSON.stringify(body) : ''] as const,
  )
  if (!answer.isOk) throw new Error(`${method} ${path}: ${answer.text}`)
  return JSON.parse(answer.text) as Answer
}

async function publish(
  browser: Browser,
  offerings: { title: string; capacity: number; date: string; startTime: string; endTime: string }[],
): Promise<string[]> {
  const provider = await (await browser.newContext()).newPage()
  await signIn(provider, 'aanbieder@demo.example')
  const ids: string[] = []
  for (const { title, capacity, date, startTime, endTime } of offerings) {
    const { id } = await ask<{ id: string }>(provider, 'POST', '/offerings', {
      title,
      capacity,
      areas: ['sport'],
      audience: 'neighbourhood',
      neighbourhoods: ['WK079611'],
      place: { name: 'Gymzaal West', postcode: '5223 AB' },
      status: 'published',
      sessions: [{ date, startTime, endTime }],
    })
    ids.push(id)
  }
  await provider.context().close()
  return ids
}

const schoolOf = async (page: Page) =>
  (await ask<{ schools: { id: string }[] }>(page, 'GET', '/me')).schools[0]?.id ?? ''

/** Chooses an activity by searching for it. */
async function chooseActivity(page: Page, title: string) {
  await page.getByLabel('Zoek een activiteit').fill(title)
  await page.getByRole('button', { name: 'Zoek', exact: true }).click()
  await page.getByRole('button', { name: `Kies ${title}` }).click()
  await expect(page.getByRole('button', { name: 'Kies een andere activiteit' })).toBeVisible()
}

test('a school enrols a group of 30 of which some cannot, keeps the result, and takes it back', async ({
  page,
  browser,
}) => {
  const who = mark()
  const date = saturday(who === 'Bureau' ? 5 : 6)
  const [busyId = ''] = await publish(browser, [
    { title: `Kookles ${who}`, capacity: 40, date, startTime: '10:00', endTime: '11:00' },
    { title: `Turnles ${who}`, capacity: 25, date, startTime: '10:30', endTime: '11:30' },
  ])
  await signIn(page, 'school@demo.example')
  const schoolId = await schoolOf(page)
  const year = new Date().getMonth() < 7 ? new Date().getFullYear() - 1 : new Date().getFullYear()
  const group = await ask<{ id: string }>(page, 'POST', `/schools/${schoolId}/groups`, {
    name: `Klas ${who}`,
    year: 5,
    schoolYear: year,
  })
  const pupils = await Promise.all(
    Array.from({ length: 30 }, (_, number) =>
      ask<{ id: string }>(page, 'POST', `/schools/${schoolId}/pupils`, {
        firstName: `Kind${number}`,
        lastName: `${who}${String(number).padStart(2, '0')}`,
        birthDate: '2017-05-06',
        groupId: group.id,
      }),
    ),
  )
  await ask(page, 'POST', `/schools/${schoolId}/class-enrolments`, {
    offeringId: busyId,
    childIds: pupils.slice(0, 4).map(({ id }) => id),
    mode: 'all-that-can',
    mayWait: false,
  })

  await page.goto('/school')
  await page.getByRole('link', { name: 'Inschrijven' }).click()
  await expect(page.getByRole('heading', { name: 'Leerlingen inschrijven' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '1. Welke activiteit?' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Kijk wat er gebeurt' }).click()
  await expect(page.getByText('Kies eerst een activiteit.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Kies een groep of minstens één leerling.' })).toBeVisible()
  await page.getByLabel('Zoek een activiteit').fill('bestaat echt niet')
  await page.getByRole('button', { name: 'Zoek', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Geen activiteit gevonden' })).toBeVisible()
  await chooseActivity(page, `Turnles ${who}`)
  await page.getByLabel('Groep', { exact: true }).selectOption({ label: `Klas ${who} (30 leerlingen)` })
  await page.getByRole('button', { name: 'Kijk wat er gebeurt' }).click()

  await expect(page.getByRole('heading', { name: 'Dit gebeurt er als u inschrijft' })).toBeVisible()
  await expect(page.getByText('Kan niet meedoen (4)')).toBeVisible()
  await expect(page.getByText('Plek bewaard, ouder moet ja zeggen (25)')).toBeVisible()
  await expect(page.getByText('Op de wachtlijst (1)')).toBeVisible()
  await expect(page.getByRole('row', { name: /Kind0 / })).toContainText(
    `Kind0 heeft dan al Kookles ${who}, van 10.00 tot 11.00 uur. Overlap: 30 minuten.`,
  )
  await expectAccessible(page)

  // All or none: one clash is enough for nobody.
  await page.getByLabel('Allemaal of niemand').check()
  await expect(page.getByRole('button', { name: /^Schrijf \d+ leerlingen in$/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Kijk wat er gebeurt' }).click()
  await expect(page.getByText(/dus we zouden niemand inschrijven/)).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Schrijf iedereen in die kan').check()
  await page.getByRole('button', { name: 'Kijk wat er gebeurt' }).click()
  await page.getByRole('button', { name: 'Schrijf 26 leerlingen in' }).click()

  await expect(
    page.getByText('Klaar. 25 wachten op een ouder, 1 op de wachtlijst, 4 niet ingeschreven.'),
  ).toBeVisible()
  await expect(page.getByText('Geen ouder bekend: geef de code mee.').first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Maak codes voor 25 leerlingen zonder ouder' })).toBeVisible()
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Bewaar als bestand (CSV)' }).click()
  expect((await download).suggestedFilename()).toMatch(/^inschrijving-\d{4}-\d\d-\d\d\.csv$/)

  // To be looked at again, and to be taken back.
  await page.getByRole('link', { name: 'Terug naar inschrijven' }).click()
  await page.getByRole('link', { name: new RegExp(`^Bekijk de uitslag van Turnles ${who}`) }).click()
  await page.getByRole('button', { name: 'Maak ongedaan' }).click()
  await expect(page.getByRole('dialog')).toContainText(`We melden 26 leerlingen weer af bij Turnles ${who}.`)
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Ja, meld 26 leerlingen af' }).click()
  await expect(page.getByText('De inschrijving is teruggedraaid.')).toBeVisible()
  await expect(page.getByText('Nu: Afgemeld').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Maak ongedaan' })).toHaveCount(0)
  await expectAccessible(page)
})

test('a parent gives consent from the letter without signing in, and later stops what was for good', async ({
  page,
  browser,
}) => {
  const who = mark()
  const parentEmail = `toestemming-${who.toLowerCase()}@voorbeeld.nl`
  const date = saturday(who === 'Bureau' ? 7 : 8)
  await publish(browser, [
    { title: `Dansles ${who}`, capacity: 10, date, startTime: '10:00', endTime: '11:00' },
  ])
  const parent = await (await browser.newContext()).newPage()
  await signIn(parent, parentEmail)
  await signIn(page, 'school@demo.example')
  const schoolId = await schoolOf(page)
  const child = await ask<{ id: string }>(parent, 'POST', '/children', {
    firstName: 'Fenna',
    lastName: `Van${who}`,
    birthDate: '2017-05-06',
    postcode: '5223AB',
    schoolId,
  })

  await page.goto('/school/inschrijven')
  await chooseActivity(page, `Dansles ${who}`)
  await page.getByRole('button', { name: 'Ik kies zelf leerlingen' }).click()
  await page.getByLabel('Zoek op naam').fill(`Van${who}`)
  await expectAccessible(page)
  await page.getByRole('checkbox', { name: `Fenna Van${who}` }).check()
  await expect(page.getByText('1 leerling gekozen')).toBeVisible()
  await page.getByRole('button', { name: 'Kijk wat er gebeurt' }).click()
  await expect(page.getByText(/Ouders van kinderen onder de 16 krijgen een mail/)).toBeVisible()
  await page.getByRole('button', { name: 'Schrijf 1 leerling in' }).click()
  await expect(page.getByText('De ouder krijgt een mail.')).toBeVisible()

  // On another phone, where nobody is signed in.
  const phone = await (await browser.newContext()).newPage()
  await expect(async () => {
    expect(await newestLink(phone.context(), parentEmail)).toContain('/toestemming')
  }).toPass()
  const link = await newestLink(phone.context(), parentEmail)
  await phone.goto(`${link.slice(0, -4)}AAAA`)
  await expect(phone.getByText(/Deze link klopt niet/)).toBeVisible()
  await expectAccessible(phone)
  await phone.goto(link)
  await expect(phone.getByRole('heading', { name: `Mag Fenna meedoen met Dansles ${who}?` })).toBeVisible()
  await expect(phone.getByText(`Van${who}`)).toHaveCount(0)
  await expectAccessible(phone)
  await phone.getByRole('button', { name: 'Ja, en voortaan mag de school Fenna inschrijven' }).click()
  await expect(phone.getByRole('heading', { name: 'Fenna doet mee' })).toBeVisible()
  await expectAccessible(phone)
  await phone.goto(link)
  await expect(phone.getByText(/Deze vraag is al beantwoord/)).toBeVisible()
  await expect(phone.getByRole('button', { name: 'Uitloggen' })).toHaveCount(0)

  await page.reload()
  await expect(page.getByText('Nu: Heeft een plek')).toBeVisible()
  await parent.goto(`/mijn-kinderen/${child.id}`)
  await expect(parent.getByText(`Een plek bij Dansles ${who}`)).toBeVisible()
  await expect(parent.getByText(/Door Marieke Smits van de school/)).toBeVisible()
  await expectAccessible(parent)
  await parent.getByRole('button', { name: 'Stop de toestemming' }).click()
  await expect(parent.getByText('De toestemming is gestopt.')).toBeVisible()
  await expect(parent.getByRole('button', { name: 'Geef de school toestemming' })).toBeVisible()
})

test('a parent who is signed in answers in the list of the child', async ({ page, browser }) => {
  const who = mark()
  const parentEmail = `lijst-${who.toLowerCase()}@voorbeeld.nl`
  const date = saturday(who === 'Bureau' ? 9 : 10)
  const [offeringId = ''] = await publish(browser, [
    { title: `Zangles ${who}`, capacity: 10, date, startTime: '10:00', endTime: '11:00' },
  ])
  const parent = await (await browser.newContext()).newPage()
  await signIn(parent, parentEmail)
  await signIn(page, 'school@demo.example')
  const child = await ask<{ id: string }>(parent, 'POST', '/children', {
    firstName: 'Sem',
    lastName: `Van${who}`,
    birthDate: '2017-05-06',
    postcode: '5223AB',
    schoolId: await schoolOf(page),
  })
  await ask(page, 'POST', '/enrolments', { childId: child.id, offeringId })
  await parent.goto('/mijn-week')
  await expect(parent.getByText('Wacht op uw toestemming')).toBeVisible()
  await expect(parent.getByText(/De school heeft Sem ingeschreven. Zeg ja of nee voor/)).toBeVisible()
  await expectAccessible(parent)
  await parent.getByRole('button', { name: 'Ja, Sem mag meedoen' }).click()
  await expect(parent.getByText('Heeft een plek')).toBeVisible()
})
