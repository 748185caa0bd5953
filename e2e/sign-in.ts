import { type BrowserContext, expect, type Page } from '@playwright/test'

type Letter = { to: string; links: string[] }

/** Signs in as a person would: asks for a link, opens the letter, presses the button. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/inloggen')
  await page.getByLabel('E-mailadres').fill(email)
  await page.getByRole('button', { name: 'Stuur mij een link' }).click()
  await expect(page.getByRole('heading', { name: 'Kijk in uw mail' })).toBeVisible()
  await page.goto(await newestLink(page.context(), email))
  await page.getByRole('button', { name: 'Log mij in' }).click()
  await expect(page.getByRole('button', { name: 'Uitloggen' })).toBeVisible()
}

/** Path of the link in the newest letter to an address. */
export async function newestLink(context: BrowserContext, email: string): Promise<string> {
  // A connection that was kept open may be closed by the server just as it is used again.
  const answer = await context.request.get('/dev/mailbox', {
    headers: { Accept: 'application/json' },
    maxRetries: 2,
  })
  const { items } = (await answer.json()) as { items: Letter[] }
  const link = items.find((letter) => letter.to === email)?.links[0]
  if (!link) throw new Error(`No letter for ${email}`)
  const url = new URL(link)
  return url.pathname + url.search
}
