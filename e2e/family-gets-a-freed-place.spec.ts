import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  expect,
  type Page,
  test,
} from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

type Letter = { to: string; subject: string; text: string; links: string[] }

/** A Saturday at least so many days from now. */
function saturdayAfter(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000)
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7))
  return day.toISOString().slice(0, 10)
}

async function as(browser: Browser, email: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, email)
  return page
}

async function post(request: APIRequestContext, path: string, data?: object): Promise<{ id: string }> {
  const answer = await request.post(`/api/v1${path}`, data ? { data } : {})
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()) as { id: string }
}

const aChild = (firstName: string) => ({
  firstName,
  lastName: 'Visser',
  birthDate: `${new Date().getUTCFullYear() - 9}-03-04`,
  postcode: '5223 XB',
})

/** An activity with one place, which a family has that gives it up when asked. */
async function aFullActivity(browser: Browser, title: string, name: string, inDays: number) {
  const provider = await as(browser, 'aanbieder@demo.example')
  const { id } = await post(provider.context().request, '/offerings', {
    title,
    areas: ['sport'],
    audience: 'neighbourhood',
    neighbourhoods: ['WK079611'],
    place: { name: 'Sporthal West', postcode: '5223 AB' },
    capacity: 1,
    status: 'published',
    sessions: [{ date: saturdayAfter(inDays), startTime: '10:00', endTime: '11:00' }],
  })
  const holder = (await as(browser, `houder-${name}@demo.example`)).context()
  const child = await post(holder.request, '/children', aChild('Teun'))
  const place = await post(holder.request, '/enrolments', { childId: child.id, offeringId: id })
  return { id, provider, giveUp: () => post(holder.request, `/enrolments/${place.id}/withdrawal`) }
}

/** The newest letter to an address with this subject, as soon as it is there. */
async function letterTo(context: BrowserContext, to: string, subject: string): Promise<Letter> {
  let found: Letter | undefined
  await expect
    .poll(async () => {
      const answer = await context.request.get('/dev/mailbox', {
        headers: { Accept: 'application/json' },
        maxRetries: 2,
      })
      const { items } = (await answer.json()) as { items: Letter[] }
      found = items.find((letter) => letter.to === to && letter.subject === subject)
      return found !== undefined
    })
    .toBe(true)
  if (!found) throw new Error('no letter')
  return found
}

test('a place comes free: a parent taps the link without signing in, says no, takes it back and says yes', async ({
  browser,
  page,
}, info) => {
  test.slow()
  const title = `Judo op zaterdag (${info.project.name})`
  const email = `wacht-${info.project.name}@demo.example`
  const { id, provider, giveUp } = await aFullActivity(
    browser,
    title,
    `judo-${info.project.name}`,
    info.project.name === 'phone' ? 60 : 67,
  )
  await signIn(page, email)
  await post(page.context().request, '/children', aChild('Iris'))
  await page.goto(`/aanbod/${id}`)
  await page.getByRole('button', { name: 'Zet Iris op de wachtlijst' }).click()
  await expect(page.getByText('Iris staat op de wachtlijst')).toBeVisible()
  await expectAccessible(page)

  await page.goto('/mijn-week')
  const card = page.locator('.enrolment', { hasText: title })
  await card.getByText('Hoe staat Iris ervoor?').click()
  await expect(card.getByText('Iris staat op plaats 1 van 1.')).toBeVisible()
  await expect(card.getByText('We weten dus niet hoe groot de kans is.')).toBeVisible()
  await expectAccessible(page)

  await provider.goto(`/aanbieder/aanbod/${id}`)
  const panel = provider.getByRole('region', { name: 'Wachtlijst' })
  await expect(panel.getByText('Er wacht 1 kind.')).toBeVisible()
  await expect(panel.getByText('er is nog geen plek vrij')).toBeVisible()
  await expectAccessible(provider)

  await giveUp()
  const phone = await browser.newContext({ viewport: info.project.use.viewport ?? null })
  const letter = await letterTo(phone, email, 'Er is een plek vrij. Zeg ja of nee.')
  expect(letter.text).toContain(`er is een plek vrij voor Iris bij ${title}`)
  const link = new URL(letter.links[0] ?? '')
  const tap = await phone.newPage()
  await tap.goto(link.pathname + link.search)
  await expect(tap.getByRole('heading', { level: 1, name: 'Er is een plek vrij voor Iris' })).toBeVisible()
  await expect(tap.getByText(title)).toBeVisible()
  await expect(tap.getByText('Visser')).toHaveCount(0)
  await expect(tap.getByRole('link', { name: 'Inloggen' }).first()).toBeVisible()
  await expectAccessible(tap)
  await tap.getByRole('button', { name: 'Nee, dank u' }).click()
  await expect(tap.getByRole('heading', { level: 1, name: 'U hebt nee gezegd' })).toBeFocused()
  await expectAccessible(tap)
  await tap.getByRole('button', { name: 'Toch wel, draai nee terug' }).click()
  await expect(tap.getByRole('heading', { level: 1, name: 'Er is een plek vrij voor Iris' })).toBeFocused()
  await tap.getByRole('button', { name: 'Ja, Iris doet mee' }).click()
  await expect(tap.getByRole('heading', { level: 1, name: 'Iris heeft een plek' })).toBeFocused()
  await expectAccessible(tap)
  await tap.reload()
  await expect(tap.getByText('Gelukt. U hebt ja gezegd.')).toBeVisible()
  await expect(tap.getByRole('button', { name: 'Nee, dank u' })).toHaveCount(0)

  await page.goto('/mijn-week')
  await expect(page.locator('.enrolment', { hasText: title }).getByText('Heeft een plek')).toBeVisible()
  await tap.goto('/plek?token=verzonnen')
  await expect(tap.getByRole('heading', { level: 1, name: 'Deze link klopt niet' })).toBeVisible()
  await expectAccessible(tap)
  await Promise.all([phone.close(), provider.context().close()])
})

test('a family that asked for it has a freed place at once; on its page a no is taken back as well', async ({
  browser,
  page,
}, info) => {
  test.slow()
  const name = info.project.name
  const inDays = name === 'phone' ? 75 : 82
  const [taken, asked] = [`Turnen meteen (${name})`, `Turnen vragen (${name})`]
  const email = `meteen-${name}@demo.example`
  const one = await aFullActivity(browser, taken, `meteen-${name}`, inDays)
  const two = await aFullActivity(browser, asked, `vragen-${name}`, inDays + 21)
  await signIn(page, email)
  await post(page.context().request, '/children', aChild('Noor'))
  await page.goto(`/aanbod/${one.id}`)
  await page.getByRole('button', { name: 'Zet Noor op de wachtlijst' }).click()
  await page.getByLabel('Neem een vrije plek meteen voor Noor').check()
  await expect(page.getByText('Goed. Is er een plek? Dan nemen we die meteen.')).toBeVisible()
  await expectAccessible(page)
  await page.goto(`/aanbod/${two.id}`)
  await page.getByRole('button', { name: 'Zet Noor op de wachtlijst' }).click()
  await expect(page.getByText('Noor staat op de wachtlijst')).toBeVisible()

  await one.giveUp()
  await two.giveUp()
  const letter = await letterTo(page.context(), email, 'Er was een plek vrij. De plek is geregeld.')
  expect(letter.text).toContain(`Noor heeft een plek bij ${taken}`)
  await page.goto('/mijn-week')
  await expect(page.locator('.enrolment', { hasText: taken }).getByText('Heeft een plek')).toBeVisible()
  const card = page.locator('.enrolment', { hasText: asked })
  await card.getByRole('button', { name: 'Nee, dank u' }).click()
  await expect(card.getByText('U hebt nee gezegd')).toBeVisible()
  await expectAccessible(page)
  await card.getByRole('button', { name: 'Toch wel, draai nee terug' }).click()
  await card.getByRole('button', { name: 'Ja, wij nemen de plek' }).click()
  await expect(card.getByText('Heeft een plek')).toBeVisible()
  await Promise.all([one.provider.context().close(), two.provider.context().close()])
})
