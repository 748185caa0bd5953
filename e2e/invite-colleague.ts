import { type Browser, expect, type Page } from '@playwright/test'
import { newestLink } from './sign-in.ts'

/** Sends an invitation from the page of colleagues; `rights` are boxes to tick. */
export async function invite(page: Page, email: string, ...rights: RegExp[]): Promise<void> {
  await page.getByLabel('E-mailadres van uw collega').fill(email)
  for (const right of rights) await page.getByRole('checkbox', { name: right }).check()
  await page.getByRole('button', { name: 'Stuur de uitnodiging' }).click()
  await expect(page.getByText(`De uitnodiging is gestuurd naar ${email}.`)).toBeVisible()
}

/** Somebody without an account opens the letter and accepts. */
export async function acceptAs(browser: Browser, page: Page, email: string): Promise<Page> {
  const context = await browser.newContext({ viewport: page.viewportSize() })
  const colleague = await context.newPage()
  await colleague.goto(await newestLink(page.context(), email))
  await colleague.getByRole('button', { name: 'Ja, ik doe mee' }).click()
  await expect(colleague.getByRole('button', { name: 'Uitloggen' })).toBeVisible()
  return colleague
}
