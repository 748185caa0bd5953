import { type APIRequestContext, type Browser, expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

type Children = { items: { id: string; firstName: string }[] }
type Made = { id: string; sessions: { id: string; date: string; startTime: string; endTime: string }[] }

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const plus = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
/** Monday of the week that is so many weeks from now. */
const mondayIn = (weeks: number) => {
  const day = inDays(weeks * 7)
  return plus(day, 1 - (new Date(day).getUTCDay() || 7))
}

async function publish(
  request: APIRequestContext,
  title: string,
  sessions: { date: string; startTime: string; endTime: string }[],
  more: Record<string, unknown> = {},
): Promise<string> {
  const answer = await request.post('/api/v1/offerings', {
    data: {
      title,
      areas: ['sport'],
      audience: 'neighbourhood',
      neighbourhoods: ['WK079611'],
      place: { name: 'Clubhuis West', postcode: '5223AB' },
      capacity: 10,
      status: 'published',
      sessions,
      ...more,
    },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  return ((await answer.json()) as Made).id
}

/** A parent who is signed in, with one of the own children. */
async function aFamily(browser: Browser, email: string, firstName: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, email)
  const children = (await (await context.request.get('/api/v1/children')).json()) as Children
  const childId = children.items.find((child) => child.firstName === firstName)?.id ?? ''
  const enrol = async (offeringId: string) => {
    const answer = await context.request.post('/api/v1/enrolments', { data: { childId, offeringId } })
    expect(answer.status(), await answer.text()).toBe(201)
  }
  return { page, childId, enrol, close: () => context.close() }
}

test('a provider moves one session and drops another, with a reason; the families read it', async ({
  browser,
  page,
}, info) => {
  const weeks = info.project.name === 'phone' ? 2 : 3
  const saturday = plus(mondayIn(weeks), 5)
  const sunday = plus(saturday, 1)
  const title = `Avondspel (${info.project.name})`
  await signIn(page, 'aanbieder@demo.example')
  const { request } = page.context()
  const moved = await publish(request, title, [
    { date: saturday, startTime: '20:00', endTime: '20:45' },
    { date: sunday, startTime: '20:00', endTime: '20:45' },
  ])
  const other = await publish(request, `Late yoga (${info.project.name})`, [
    { date: saturday, startTime: '21:00', endTime: '21:45' },
  ])
  const sara = await aFamily(browser, 'ouder@demo.example', 'Sara')
  const lotte = await aFamily(browser, 'ouder2@demo.example', 'Lotte')
  await sara.enrol(moved)
  await sara.enrol(other)
  await lotte.enrol(moved)

  await page.goto(`/aanbieder/aanbod/${moved}`)
  await page.getByRole('button', { name: 'Pas de dagen aan' }).click()
  await page.getByLabel('Begin van bijeenkomst 1').fill('21:00')
  await page.getByLabel('Einde van bijeenkomst 1').fill('21:45')
  await page
    .getByRole('button', { name: /^Haal weg/ })
    .last()
    .click()
  await page.getByRole('button', { name: 'Bewaar de dagen' }).click()
  await expect(page.getByRole('heading', { name: 'Dit verandert er' })).toBeFocused()
  await expect(page.getByText('2 kinderen met een plek krijgen bericht.')).toBeVisible()
  await expect(page.getByText('Dat zijn 2 gezinnen.')).toBeVisible()
  await expect(page.getByText(/1 kind is dan al bij een andere activiteit/)).toBeVisible()
  await page.getByText('Welke kinderen').click()
  await expect(page.getByText(/Sara de Wit heeft dan een andere activiteit/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Bewaar en vertel het de gezinnen' }).click()
  const errors = page.getByRole('region', { name: 'Nog niet alles is goed' })
  await expect(errors).toBeFocused()
  await expect(errors.getByRole('listitem')).toHaveCount(2)
  await page.getByRole('button', { name: 'Nee, pas aan' }).click()
  await expect(page.getByLabel('Begin van bijeenkomst 1')).toHaveValue('21:00')
  await page.getByRole('button', { name: 'Bewaar de dagen' }).click()
  await page.getByRole('checkbox', { name: /de plek van dit kind/ }).check()
  await page.getByLabel('Waarom verandert dit?').fill('De zaal is eerder op de avond bezet.')
  await page.getByRole('button', { name: 'Bewaar en vertel het de gezinnen' }).click()
  await expect(page.getByText('Bewaard.', { exact: true })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'gaat niet door' })).toBeVisible()
  await expect(page.getByText('Doen mee (1)')).toBeVisible()
  await expectAccessible(page)

  await lotte.page.goto(`/mijn-week?kind=${lotte.childId}`)
  for (let week = 0; week < weeks; week += 1)
    await lotte.page.getByRole('button', { name: 'Volgende week' }).click()
  await expect(lotte.page.getByText('21.00 - 21.45', { exact: true })).toBeVisible()
  const off = lotte.page.locator('.day__off')
  await expect(off).toContainText(title)
  await expect(off).toContainText('gaat niet door')
  await expectAccessible(lotte.page)

  await sara.page.goto(`/mijn-week?kind=${sara.childId}`)
  await sara.page.getByText(/^Eerder/).click()
  await expect(sara.page.getByRole('link', { name: title })).toBeVisible()
  await sara.close()
  await lotte.close()
})

test('a provider sees that too few children come and lets it not go on; the parent finds something else', async ({
  browser,
  page,
}, info) => {
  const isPhone = info.project.name === 'phone'
  const date = inDays(isPhone ? 3 : 4)
  const title = `Kampvuur (${info.project.name})`
  await signIn(page, 'aanbieder@demo.example')
  const { request } = page.context()
  const fewCome = await publish(request, title, [{ date, startTime: '20:15', endTime: '21:00' }], {
    minimumGroup: 6,
  })
  const instead = await publish(request, `Sterren kijken (${info.project.name})`, [
    { date, startTime: '20:30', endTime: '21:00' },
  ])
  const lotte = await aFamily(browser, 'ouder2@demo.example', 'Lotte')
  await lotte.page.goto(`/aanbod/${fewCome}`)
  await expect(lotte.page.getByText('Gaat door vanaf 6 kinderen. Nu zijn er 0.')).toBeVisible()
  await lotte.enrol(fewCome)

  await page.goto('/aanbieder')
  const line = page.getByRole('listitem').filter({ hasText: title })
  await expect(line.getByText(/1 van de minstens 6: beslis voor/)).toBeVisible()
  await line.getByRole('link', { name: title }).click()
  await expect(page.getByText('1 van de minstens 6 kinderen')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Laat niet doorgaan' }).click()
  const question = page.getByRole('dialog')
  await expect(question.getByText(/1 kind verliest de plek/)).toBeVisible()
  await question.getByRole('button', { name: 'Ja, het gaat niet door' }).click()
  await expect(question.getByText('Vertel waarom. De gezinnen willen dit weten.')).toBeVisible()
  await expectAccessible(page)
  await question.getByLabel('Waarom gaat het niet door?').fill('Er doen te weinig kinderen mee.')
  await question.getByRole('button', { name: 'Ja, het gaat niet door' }).click()
  await expect(page.getByText('Gaat niet door', { exact: true })).toBeVisible()

  await lotte.page.goto(`/mijn-week?kind=${lotte.childId}`)
  await lotte.page.getByText(/^Eerder/).click()
  const card = lotte.page.locator('.enrolment').filter({ hasText: title })
  await card.getByRole('link', { name: 'Kijk wat er nog meer past' }).click()
  await expect(lotte.page.getByRole('heading', { name: 'Wat past er nog meer?' })).toBeVisible()
  await expect(lotte.page.getByText(`In plaats van ${title}`)).toBeVisible()
  await expectAccessible(lotte.page)
  await lotte.page.getByRole('link', { name: `Sterren kijken (${info.project.name})` }).click()
  await expect(lotte.page).toHaveURL(new RegExp(instead))
  await lotte.page.getByRole('button', { name: /Schrijf Lotte in/ }).click()
  await expect(lotte.page.getByText(/Lotte heeft een plek/)).toBeVisible()
  await lotte.close()
})

test('of two colleagues the second is told what the first changed, and loses nothing that was typed', async ({
  page,
}, info) => {
  const title = `Estafette (${info.project.name})`
  await signIn(page, 'aanbieder@demo.example')
  const { request } = page.context()
  const id = await publish(request, title, [{ date: inDays(500), startTime: '18:00', endTime: '19:00' }])
  await page.goto(`/aanbieder/aanbod/${id}`)
  await page.getByRole('button', { name: 'Pas de dagen aan' }).click()
  await page.getByLabel('Begin van bijeenkomst 1').fill('18:30')
  const first = await request.patch(`/api/v1/offerings/${id}`, { data: { summary: 'Van een collega' } })
  expect(first.status()).toBe(200)
  await page.getByRole('button', { name: 'Bewaar de dagen' }).click()
  const notice = page.getByRole('region', { name: 'Iemand heeft dit net veranderd' })
  await expect(notice).toBeFocused()
  await expect(notice).toContainText('de tekst')
  await expect(page.getByLabel('Begin van bijeenkomst 1')).toHaveValue('18:30')
  await notice.getByRole('button', { name: 'Laat zien wat er nu staat' }).click()
  await expect(notice.getByText('18.00 - 19.00 uur')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Bewaar de dagen' }).click()
  await expect(page.getByText('Bewaard.', { exact: true })).toBeVisible()
  const now = (await (await request.get(`/api/v1/offerings/${id}`)).json()) as Made & { summary: string }
  expect(now).toMatchObject({ summary: 'Van een collega', sessions: [{ startTime: '18:30' }] })
})
