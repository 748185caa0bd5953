import { expect, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

type Children = { items: { id: string; firstName: string; lastName: string; groupId: string | null }[] }

test('a school invites a pupil, for whom a place is held then', async ({ browser, page }, info) => {
  test.slow()
  const title = `Vlotten bouwen (${info.project.name})`
  const soon = new Date(Date.now() + (info.project.name === 'phone' ? 340 : 360) * 86_400_000)
  soon.setUTCDate(soon.getUTCDate() + ((6 - soon.getUTCDay() + 7) % 7))
  const provider = await browser.newContext()
  await signIn(await provider.newPage(), 'aanbieder@demo.example')
  const made = await provider.request.post('/api/v1/offerings', {
    data: {
      title,
      areas: ['sport'],
      audience: 'neighbourhood',
      neighbourhoods: ['WK079611'],
      place: { name: 'Waterkant', postcode: '5223 AB' },
      capacity: 1,
      status: 'published',
      sessions: [{ date: soon.toISOString().slice(0, 10), startTime: '18:00', endTime: '19:00' }],
    },
  })
  const { id } = (await made.json()) as { id: string }
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString()
  const held = await provider.request.post(`/api/v1/offerings/${id}/holds`, {
    data: { kind: 'invited', places: 1, until },
  })
  expect(held.status()).toBe(201)
  await provider.close()

  const family = await browser.newContext()
  const parent = await family.newPage()
  await signIn(parent, 'ouder@demo.example')
  const { items } = (await (await family.request.get('/api/v1/children')).json()) as Children
  const sara = items.find(({ firstName }) => firstName === 'Sara')
  await parent.goto(`/aanbod/${id}`)
  await expect(parent.getByRole('button', { name: /Zet Sara op de wachtlijst/ })).toBeVisible()
  await expect(parent.getByText(/^1 plek vrijgehouden voor een uitgenodigd kind tot/)).toBeVisible()

  await signIn(page, 'school@demo.example')
  await page.goto('/school/plekken')
  await expect(page.getByText('1 van de 1 plekken over voor uitgenodigde kinderen').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: `Nodig leerlingen uit voor ${title}` }).click()
  await page.getByRole('button', { name: 'Nodig uit', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await page.getByLabel('Groep').selectOption(sara?.groupId ?? '')
  await page.getByRole('checkbox', { name: `Sara ${sara?.lastName}` }).check()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Nodig uit', exact: true }).click()
  await expect(page.getByText('1 leerling is uitgenodigd.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Uitgenodigd (1)' })).toBeVisible()

  await parent.reload()
  await expect(parent.getByText('Voor Sara is een plek vrijgehouden.')).toBeVisible()

  await page.getByRole('button', { name: `Trek de uitnodiging van Sara ${sara?.lastName} in` }).click()
  await expect(page.getByText('De uitnodiging van Sara is ingetrokken.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Uitgenodigd (0)' })).toBeVisible()
  await parent.reload()
  await expect(parent.getByRole('button', { name: /Zet Sara op de wachtlijst/ })).toBeVisible()
  await family.close()
})
