import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

type Closure = { id: string; name: string; firstDate: string; lastDate: string }
type Timetable = { lessons: { weekday: number; startTime: string; endTime: string }[]; closures: Closure[] }

/** What puts the city back as it was, for the journeys that follow; also after a failure. */
let undo: (() => Promise<unknown>)[] = []
test.afterEach(async () => {
  for (const each of undo.reverse()) await each()
  undo = []
})

const plus = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

async function personOf(browser: Browser, info: { project: { use: object } }, email: string): Promise<Page> {
  const context = await browser.newContext(info.project.use)
  const page = await context.newPage()
  await signIn(page, email)
  return page
}

const json = async <Answer>(answer: Awaited<ReturnType<APIRequestContext['get']>>): Promise<Answer> => {
  expect(answer.status(), await answer.text()).toBeLessThan(300)
  return (await answer.json()) as Answer
}

/**
 * A child of its own at the school, with a place in an activity of its own on a Thursday from five o'clock: what other journeys do is
 * no concern of this one.
 */
async function prepare(browser: Browser, info: { project: { name: string; use: object } }, name: string) {
  const [school, parent, provider] = await Promise.all(
    ['school@demo.example', 'ouder@demo.example', 'aanbieder@demo.example'].map((email) =>
      personOf(browser, info, email),
    ),
  )
  if (!school || !parent || !provider) throw new Error('Somebody did not come in.')
  const me = await json<{ schools: { id: string }[] }>(await school.request.get('/api/v1/me'))
  const schoolId = me.schools[0]?.id ?? ''
  // The version that the page offers: whoever publishes after this replaces the same one.
  const validFrom = plus(new Date().toISOString(), 7)
  const path = `/api/v1/schools/${schoolId}`
  const known = await json<Timetable>(await school.request.get(`${path}/timetable?date=${validFrom}`))
  let thursday = new Date(Date.now() + (info.project.name === 'phone' ? 100 : 130) * 86_400_000)
    .toISOString()
    .slice(0, 10)
  const isFree = (date: string) =>
    known.closures.some(({ firstDate, lastDate }) => firstDate <= date && date <= lastDate)
  while (new Date(thursday).getUTCDay() !== 4 || isFree(thursday)) thursday = plus(thursday, 1)
  const firstName = `${name}${info.project.name}`
  const child = await json<{ id: string }>(
    await parent.request.post('/api/v1/children', {
      data: { firstName, lastName: 'Proef', birthDate: '2018-05-01', postcode: '5223 AB', schoolId },
    }),
  )
  undo.push(() => parent.request.delete(`/api/v1/children/${child.id}`))
  const title = `Roeien ${firstName}`
  const offering = await json<{ id: string }>(
    await provider.request.post('/api/v1/offerings', {
      data: {
        title,
        areas: ['sport'],
        audience: 'neighbourhood',
        neighbourhoods: ['WK079611'],
        place: { name: 'Steiger West', postcode: '5223 AB' },
        capacity: 5,
        status: 'published',
        sessions: [{ date: thursday, startTime: '17:00', endTime: '18:00' }],
      },
    }),
  )
  await json(
    await parent.request.post('/api/v1/enrolments', { data: { childId: child.id, offeringId: offering.id } }),
  )
  return {
    school,
    parent,
    provider,
    path,
    validFrom,
    lessons: known.lessons,
    thursday,
    firstName,
    childId: child.id,
    title,
    offeringId: offering.id,
  }
}

test('a school publishes a timetable that clashes; the parent reads it in Berichten and withdraws from there', async ({
  browser,
}, info) => {
  test.setTimeout(120_000)
  const { school, parent, provider, path, validFrom, lessons, thursday, firstName, title, offeringId } =
    await prepare(browser, info, 'Lesrooster')
  undo.push(() => school.request.put(`${path}/timetables/${validFrom}`, { data: { lessons } }))
  await school.goto('/school')
  expect(validFrom < thursday).toBe(true)
  await school.getByLabel('Geldt vanaf').fill(validFrom)
  await school.getByLabel('donderdag Einde').fill('17:20')
  await school.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  await expect(school.getByText(`${firstName} Proef: ${title}`)).toBeVisible()
  await school.getByRole('button', { name: 'Zet dit rooster erin' }).click()
  await expect(school.getByText('Schrijf kort op waarom dit verandert.')).toBeVisible()
  await expectAccessible(school)
  await school.getByLabel('Waarom verandert dit?').fill(`Langere dag voor ${info.project.name}.`)
  await school.getByRole('button', { name: 'Zet dit rooster erin' }).click()
  await expect(school.getByText(/Het nieuwe rooster geldt vanaf/)).toBeVisible()

  await school.getByRole('link', { name: 'Botsingen' }).click()
  const clash = school.getByRole('listitem').filter({ hasText: `${firstName} Proef` })
  await expect(clash).toContainText('20 minuten')
  await expectAccessible(school)

  await provider.goto(`/aanbieder/aanbod/${offeringId}`)
  await expect(provider.getByRole('heading', { name: 'Past niet meer (1)' })).toBeVisible()
  await expect(
    provider
      .getByRole('listitem')
      .filter({ hasText: `${firstName} Proef` })
      .first(),
  ).toContainText('20 minuten')
  await expectAccessible(provider)

  await parent.goto('/')
  await parent.getByRole('link', { name: /^Berichten.*nieuw/ }).click()
  const notice = parent.getByRole('article').filter({ hasText: title })
  await expect(notice).toContainText('vallen ze 20 minuten samen')
  await expect(notice).toContainText(`De school schrijft: "Langere dag voor ${info.project.name}."`)
  await expectAccessible(parent)
  // Seen is seen: the number in the menu goes.
  await expect(parent.getByRole('link', { name: 'Berichten', exact: true })).toBeVisible()
  await notice.getByRole('link', { name: /^Bekijk de inschrijving/ }).click()
  await expect(parent.getByText('Dit past niet meer')).toBeVisible()
  await expectAccessible(parent)
  await parent.getByRole('button', { name: `Meld ${firstName} af` }).click()
  await expect(parent.getByText(`${firstName} is afgemeld bij ${title}.`)).toBeVisible({ timeout: 15_000 })

  await school.reload()
  await expect(school.getByRole('heading', { name: 'Botsingen' })).toBeVisible()
  await expect(clash).toHaveCount(0)
})

test('a school adds a day off with a reason, and the parent reads it', async ({ browser }, info) => {
  test.setTimeout(120_000)
  const { school, parent, path, thursday, firstName, childId, title } = await prepare(browser, info, 'Vrij')
  const name = `Studiedag ${info.project.name}`
  undo.push(async () => {
    const now = await json<Timetable>(await school.request.get(`${path}/timetable`))
    const added = now.closures.find((closure) => closure.name === name)
    if (added) await school.request.delete(`${path}/closures/${added.id}`)
  })
  await school.goto('/school')
  await school.getByRole('button', { name: 'Zet een vrije dag erbij' }).click()
  const form = school.getByRole('form', { name: 'Zet een vrije dag erbij' })
  await form.getByLabel('Naam').fill(name)
  await form.getByLabel('Eerste dag').fill(thursday)
  await form.getByRole('button', { name: 'Bewaar' }).click()
  const dialog = school.getByRole('dialog', { name: 'Dit heeft gevolgen' })
  await expect(dialog).toContainText(`${firstName} Proef: ${title}`)
  // Not done after all: the form is still there.
  await dialog.getByRole('button', { name: 'Annuleer' }).click()
  await form.getByRole('button', { name: 'Bewaar' }).click()
  await dialog.getByRole('button', { name: 'Ga door' }).click()
  await expect(dialog.getByText('Schrijf kort op waarom dit verandert.')).toBeVisible()
  await expectAccessible(school)
  await dialog.getByLabel('Waarom verandert dit?').fill('Alle leraren krijgen les.')
  await dialog.getByRole('button', { name: 'Ga door' }).click()
  await expect(school.getByText('De vrije dag is bewaard.')).toBeVisible()

  await parent.goto('/berichten')
  const notice = parent.getByRole('article').filter({ hasText: title })
  await expect(notice).toContainText(`is er geen school (${name})`)
  await expect(notice).toContainText('De school schrijft: "Alle leraren krijgen les."')
  await expectAccessible(parent)
  // The place stands.
  const enrolments = await json<{ items: { status: string }[] }>(
    await parent.request.get(`/api/v1/enrolments?childId=${childId}`),
  )
  expect(enrolments.items.map(({ status }) => status)).toEqual(['placed'])
})
