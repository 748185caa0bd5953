import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

type List = { items: { id: string; firstName: string; schoolId: string | null }[] }

type Schools = { items: { id: string; sector: string; neighbourhood: { code: string } | null }[] }

/** A provider's offering in West, on a Saturday that no other journey uses. */
async function makeOffering(page: Page, title: string, capacity: number, daysAhead: number): Promise<string> {
  const soon = new Date(Date.now() + daysAhead * 86_400_000)
  soon.setUTCDate(soon.getUTCDate() + ((6 - soon.getUTCDay() + 7) % 7))
  const answer = await page.context().request.post('/api/v1/offerings', {
    data: {
      title,
      areas: ['sport'],
      audience: 'neighbourhood',
      neighbourhoods: ['WK079611'],
      place: { name: 'Speeltuin West', postcode: '5223 AB' },
      capacity,
      status: 'published',
      sessions: [{ date: soon.toISOString().slice(0, 10), startTime: '18:00', endTime: '19:00' }],
    },
  })
  return String(((await answer.json()) as { id: string }).id)
}

/** A child in West at another primary school there. */
async function addChildElsewhere(page: Page, schoolId: string): Promise<string> {
  const { request } = page.context()
  const { items } = (await (await request.get('/api/v1/schools?pageSize=100')).json()) as Schools
  const school = items.find(
    ({ id, sector, neighbourhood }) =>
      id !== schoolId && sector === 'po' && neighbourhood?.code === 'WK079611',
  )
  const birthDate = `${new Date().getUTCFullYear() - 8}-01-15`
  const answer = await request.post('/api/v1/children', {
    data: { firstName: 'Tim', lastName: 'van Dijk', birthDate, postcode: '5223AB', schoolId: school?.id },
  })
  return String(((await answer.json()) as { id: string }).id)
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test('a provider holds a place for a school: a child of that school gets it, another waits until it is released', async ({
  browser,
  page,
}, info) => {
  // Three people, each on a page of their own that is looked through for accessibility.
  test.slow()
  const title = `Slootje springen (${info.project.name})`
  await signIn(page, 'aanbieder@demo.example')
  const offeringId = await makeOffering(page, title, 2, info.project.name === 'phone' ? 300 : 320)

  const families = await browser.newContext()
  const sara = await families.newPage()
  await signIn(sara, 'ouder@demo.example')
  const { items } = (await (await families.request.get('/api/v1/children')).json()) as List
  const schoolId = items.find(({ firstName }) => firstName === 'Sara')?.schoolId ?? ''
  const others = await browser.newContext()
  const tim = await others.newPage()
  await signIn(tim, 'ouder2@demo.example')
  const childId = await addChildElsewhere(tim, schoolId)

  // What is wrong is named, beside the field.
  await page.goto(`/aanbieder/aanbod/${offeringId}`)
  const part = page.getByRole('region', { name: 'Vrijgehouden plekken' })
  await expect(part.getByText('2 plekken: 0 bezet, 0 vrijgehouden, 2 vrij voor iedereen.')).toBeVisible()
  await part.getByRole('button', { name: 'Houd plekken vrij' }).click()
  await part.getByRole('button', { name: 'Houd vrij', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expect(part.getByRole('link', { name: 'Kies een dag.' })).toBeVisible()
  await expectAccessible(page)
  await part.getByLabel('Welke school').selectOption(schoolId)
  await part.getByLabel('Aantal plekken').fill('3')
  await part.getByLabel('Tot welke dag').fill(inDays(9))
  await part.getByLabel('Tot hoe laat').fill('12:00')
  await part.getByRole('button', { name: 'Houd vrij', exact: true }).click()
  await expect(
    part.getByRole('link', { name: 'Er zijn nog 2 plekken vrij. U kunt er geen 3 vrijhouden.' }),
  ).toBeVisible()
  await part.getByLabel('Aantal plekken').fill('1')
  await part.getByRole('button', { name: 'Houd vrij', exact: true }).click()
  await expect(part.getByText('De plekken zijn vrijgehouden.')).toBeVisible()
  await part.getByRole('button', { name: /^Pas aan/ }).click()
  await part.getByLabel('Aantal plekken').fill('2')
  await part.getByRole('button', { name: 'Bewaar', exact: true }).click()
  await expect(part.getByText('2 plekken: 0 bezet, 2 vrijgehouden, 0 vrij voor iedereen.')).toBeVisible()
  await expectAccessible(page)

  // Everybody sees for whom; who has no tie to the school waits, and the pupil gets the place.
  await tim.goto(`/aanbod/${offeringId}`)
  await expect(tim.getByText('Alleen nog vrijgehouden plekken')).toBeVisible()
  await expect(tim.getByText(/^2 plekken vrijgehouden voor .+ tot \d+\s\w+$/)).toBeVisible()
  await tim.getByRole('button', { name: /Zet Tim op de wachtlijst/ }).click()
  await expect(tim.getByText(/Tim staat op de wachtlijst/)).toBeVisible()
  await expectAccessible(tim)
  await sara.goto(`/aanbod/${offeringId}`)
  await expect(sara.getByText('Voor Sara is een plek vrijgehouden.')).toBeVisible()
  await expectAccessible(sara)
  await sara.getByRole('button', { name: /Schrijf Sara in/ }).click()
  await expect(sara.getByText(/Sara heeft een plek/)).toBeVisible()
  await expect(sara.getByText(/^1 plek vrijgehouden voor/)).toBeVisible()

  // Released: who waited is offered the place.
  await page.reload()
  await expect(part.getByText('2 plekken, 1 gebruikt')).toBeVisible()
  await part.getByRole('button', { name: /^Geef nu vrij/ }).click()
  const question = page.getByRole('dialog')
  await expect(question.getByText('1 plek gaat nu naar iedereen.')).toBeVisible()
  await expect(question.getByText(/Er wacht 1 kind/)).toBeVisible()
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Ja, geef vrij' }).click()
  await expect(part.getByText('De plekken zijn vrijgegeven.')).toBeVisible()
  await expect(part.getByText('2 plekken: 2 bezet, 0 vrijgehouden, 0 vrij voor iedereen.')).toBeVisible()
  const enrolments = await others.request.get(`/api/v1/enrolments?offeringId=${offeringId}`)
  expect(await enrolments.json()).toMatchObject({ items: [{ status: 'offered' }] })
  // The family of the other journeys is again as it was.
  await others.request.delete(`/api/v1/children/${childId}`)
  await families.close()
  await others.close()
})
