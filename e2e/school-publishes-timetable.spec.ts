import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { signIn } from './sign-in.ts'

test('a school publishes a timetable that causes a clash, and sees it before', async ({ page }) => {
  await signIn(page, 'school@demo.example')
  await page.goto('/school')
  await expect(page.getByRole('heading', { name: /Lesrooster Kindcentrum Westerbreedte/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('dinsdag Einde').fill('07:00')
  await page.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await page.getByLabel('dinsdag Einde').fill('16:00')
  await page.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  await expect(page.getByText(/Sara de Wit: Tekenen en schilderen/)).toBeVisible()
  await expectAccessible(page)
  await publish(page)
  await expect(page.getByText(/Het nieuwe rooster geldt vanaf/)).toBeVisible()
})

test('a school gives one group times of its own, with an afternoon, and takes them back', async ({
  page,
}) => {
  await signIn(page, 'school@demo.example')
  await page.goto('/school')
  await page.getByLabel('Voor wie').selectOption('Alleen Groep 7')
  await expect(page.getByText(/Hier gelden nu de tijden van/)).toBeVisible()
  await page.getByLabel('vrijdag Einde').fill('12:00')
  await page.getByRole('button', { name: 'vrijdag: Middag erbij' }).click()
  await page.getByLabel('vrijdag Begin 2').fill('11:00')
  await page.getByLabel('vrijdag Einde 2').fill('15:15')
  await page.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  await expect(page.getByRole('link', { name: /^vrijdag/ })).toBeVisible()
  await page.getByLabel('vrijdag Begin 2').fill('13:00')
  await expectAccessible(page)
  // To another group and back: what was typed is still there.
  await page.getByLabel('Voor wie').selectOption('De hele school')
  await page.getByLabel('Voor wie').selectOption('Alleen Groep 7')
  await expect(page.getByLabel('vrijdag Einde 2')).toHaveValue('15:15')
  await page.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  await publish(page)
  await expect(page.getByText(/Het nieuwe rooster geldt vanaf/)).toBeVisible()
  await page.reload()
  await page.getByLabel('Voor wie').selectOption('Alleen Groep 7')
  await expect(page.getByText('Hier gelden eigen tijden.')).toBeVisible()
  await expect(page.getByLabel('vrijdag Begin 2')).toHaveValue('13:00')
  await page.getByRole('button', { name: 'Haal de eigen tijden weg' }).click()
  await expect(page.getByLabel('vrijdag Begin 2')).toHaveCount(0)
  await page.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  await publish(page)
  await expect(page.getByText(/Het nieuwe rooster geldt vanaf/)).toBeVisible()
})

test('what a school types is not lost to a day off, nor kept for the wrong group, nor published unseen', async ({
  page,
}) => {
  await signIn(page, 'school@demo.example')
  await page.goto('/school')
  const whose = page.getByLabel('Voor wie')
  await page.getByLabel('maandag Einde').fill('13:45')
  await page
    .getByRole('button', { name: /^Wij hebben dan les/ })
    // The furthest away: whoever is enrolled around a nearer one would be asked about first.
    .last()
    .click()
  const back = page.getByRole('button', { name: /^Terug naar de regio/ }).first()
  await back.click()
  await expect(back).toHaveCount(0)
  await expect(page.getByLabel('maandag Einde')).toHaveValue('13:45')

  await page.getByLabel('maandag Einde').fill('07:00')
  await whose.selectOption('Alleen Groep 7')
  await expect(page.getByRole('region', { name: 'Nog niet alles is goed' })).toBeFocused()
  await expect(whose.locator('option:checked')).toHaveText('De hele school')

  await page.getByLabel('maandag Einde').fill('13:45')
  await page.getByRole('button', { name: 'Kijk wat er verandert' }).click()
  const publish = page.getByRole('button', { name: 'Zet dit rooster erin' })
  await expect(publish).toBeVisible()
  await page.getByRole('button', { name: 'vrijdag: Middag erbij' }).click()
  await expect(publish).toHaveCount(0)
})

test('a school adds, changes and removes a day off, and has lessons in a holiday of the region', async ({
  page,
}) => {
  await signIn(page, 'school@demo.example')
  await page.goto('/school')
  await page.getByRole('button', { name: 'Zet een vrije dag erbij' }).click()
  const form = page.getByRole('form', { name: 'Zet een vrije dag erbij' })
  await form.getByRole('button', { name: 'Bewaar' }).click()
  await expect(form.getByRole('link', { name: 'Vul een naam in.' })).toBeVisible()
  await form.getByLabel('Naam').fill('Proefstudiedag')
  await form.getByLabel('Eerste dag').fill(inDays(500))
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Bewaar' }).click()
  await expect(page.getByText('De vrije dag is bewaard.')).toBeVisible()
  await page.getByRole('button', { name: 'Pas aan: Proefstudiedag' }).click()
  await page.getByLabel('Naam').fill('Proefdag')
  await page.getByRole('button', { name: 'Bewaar' }).click()
  await page.getByRole('button', { name: 'Haal weg: Proefdag' }).click()
  await expect(page.getByText('Proefdag is weggehaald.')).toBeVisible()
  const lessons = page.getByRole('button', { name: /^Wij hebben dan les/ }).last()
  const name = (await lessons.getAttribute('aria-label'))?.split(': ')[1] ?? ''
  await lessons.click()
  await expect(page.getByText(`Bij ${name} is er nu gewoon les.`)).toBeVisible()
  await page.getByRole('button', { name: `Terug naar de regio: ${name}` }).click()
  await expect(page.getByText(`${name} is weer zoals in de regio.`)).toBeVisible()
})

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** Where somebody is touched the page asks why. */
async function publish(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Zet dit rooster erin' })
  await expect(button).toBeVisible()
  const reason = page.getByLabel('Waarom verandert dit?')
  if (await reason.isVisible()) await reason.fill('De lestijden veranderen na de vakantie.')
  await button.click()
}
