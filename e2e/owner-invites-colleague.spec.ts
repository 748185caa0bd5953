import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { acceptAs, invite } from './invite-colleague.ts'
import { signIn } from './sign-in.ts'

type Offerings = { items: { id: string; title: string; taken: number }[] }

async function offeringsAt(page: Page, path: string): Promise<Offerings> {
  const answer = await page.context().request.get(`/api/v1${path}?pageSize=100`, { maxRetries: 2 })
  return (await answer.json()) as Offerings
}

test('an owner of a provider invites a coach, who sees only their participants, and a colleague who sees none', async ({
  browser,
  page,
}, info) => {
  const coachMail = `coach-${info.project.name}@demo.example`
  const officeMail = `kantoor-${info.project.name}@demo.example`
  await signIn(page, 'aanbieder@demo.example')
  await page.goto('/aanbieder/collegas')
  await expect(page.getByRole('heading', { name: /^Collega’s van/ })).toBeVisible()
  await page.getByRole('button', { name: 'Stuur de uitnodiging' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expectAccessible(page)
  await invite(page, coachMail, /^Mag zien welke kinderen/)
  await invite(page, officeMail)
  await expectAccessible(page)
  const coach = await acceptAs(browser, page, coachMail)
  const office = await acceptAs(browser, page, officeMail)
  await expect(coach).toHaveURL(/\/aanbieder$/)

  const own = await offeringsAt(page, '/own-offerings')
  const all = await offeringsAt(page, '/offerings')
  const full = own.items.find((offering) => offering.taken > 0)
  const foreign = all.items.find((offering) => own.items.every(({ id }) => id !== offering.id))
  await coach.goto(`/aanbieder/aanbod/${full?.id}`)
  await expect(coach.getByRole('heading', { name: 'Deelnemers' })).toBeVisible()
  await expect(coach.locator('.people li').first()).toBeVisible()
  const answer = await coach
    .context()
    .request.get(`/api/v1/offerings/${foreign?.id}/participants`, { maxRetries: 2 })
  expect(answer.status()).toBe(404)
  await office.goto(`/aanbieder/aanbod/${full?.id}`)
  await expect(office.getByText('U mag niet zien welke kinderen meedoen.')).toBeVisible()
  await expect(office.locator('.people li')).toHaveCount(0)
  await expectAccessible(office)

  // The right is taken away, and holds no more at once.
  await page.reload()
  await page.getByRole('button', { name: `Pas rechten aan: ${coachMail}` }).click()
  const form = page.getByRole('form', { name: `Rechten van ${coachMail}` })
  await form.getByRole('checkbox', { name: /^Mag zien welke kinderen/ }).uncheck()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText(`De rechten van ${coachMail} zijn bewaard.`)).toBeVisible()
  await coach.reload()
  await expect(coach.getByText('U mag niet zien welke kinderen meedoen.')).toBeVisible()

  // A colleague sees who works there, changes nobody, and leaves when they want.
  await office.goto('/aanbieder/collegas')
  await expect(office.getByText('Dit bent u')).toBeVisible()
  await expect(
    office.getByRole('button', { name: /Haal weg|Pas rechten aan|Stuur de uitnodiging/ }),
  ).toHaveCount(0)
  await office.getByRole('button', { name: 'Stop hier zelf' }).click()
  await expectAccessible(office)
  await office.getByRole('dialog').getByRole('button', { name: 'Ja, ik stop' }).click()
  await expect(office.getByRole('link', { name: 'Aanbieder', exact: true })).toHaveCount(0)

  await page.getByRole('button', { name: `Haal weg: ${coachMail}` }).click()
  await expect(page.getByRole('dialog')).toContainText('Dat gaat meteen in.')
  await page.getByRole('dialog').getByRole('button', { name: 'Ja, haal weg' }).click()
  await expect(page.getByText(`${coachMail} is weggehaald.`)).toBeVisible()
  await page.getByRole('button', { name: 'Stop hier zelf' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ja, ik stop' }).click()
  await expect(page.getByText('Er moet altijd één beheerder zijn.')).toBeVisible()
  await coach.context().close()
  await office.context().close()
})

test('an owner of a school invites a colleague and takes an invitation back', async ({
  browser,
  page,
}, info) => {
  const teacher = `leraar-${info.project.name}@demo.example`
  const wrong = `verkeerd-${info.project.name}@demo.example`
  await signIn(page, 'school@demo.example')
  await page.goto('/school/collegas')
  await invite(page, wrong)
  await page.getByRole('button', { name: `Neem terug: ${wrong}` }).click()
  await expect(page.getByText(`De uitnodiging voor ${wrong} werkt niet meer.`)).toBeVisible()
  await invite(page, teacher)
  const colleague = await acceptAs(browser, page, teacher)
  await expect(colleague).toHaveURL(/\/school$/)
  await colleague.goto('/school/collegas')
  await expect(colleague.getByText('Dit bent u')).toBeVisible()
  await expectAccessible(colleague)
  await colleague.context().close()
})

test('the team invites a member, and the first owner of a school', async ({ browser, page }, info) => {
  const member = `teamlid-${info.project.name}@demo.example`
  await signIn(page, 'team@demo.example')
  await page.goto('/gemeente/team')
  await expect(page.getByRole('heading', { name: 'Team van de gemeente' })).toBeVisible()
  await expectAccessible(page)
  await invite(page, member)
  const colleague = await acceptAs(browser, page, member)
  await expect(colleague).toHaveURL(/\/gemeente$/)
  await colleague.goto('/gemeente/scholen')
  // Each run takes a school of its own without anybody.
  const empty = colleague.getByRole('listitem').filter({ hasText: 'nog niemand' })
  await empty
    .nth(info.project.name === 'phone' ? 0 : 1)
    .getByRole('link', { name: /^Collega’s van/ })
    .click()
  await expect(colleague.getByRole('heading', { name: 'Hier werkt nog niemand' })).toBeVisible()
  await expectAccessible(colleague)
  await expect(colleague.getByRole('checkbox', { name: /^Beheerder/ })).toBeChecked()
  await invite(colleague, `directeur-${info.project.name}@demo.example`)
  await colleague.context().close()
  await page.reload()
  await page.getByRole('button', { name: `Haal weg: ${member}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ja, haal weg' }).click()
  await expect(page.getByText(`${member} is weggehaald.`)).toBeVisible()
})
