import { type Browser, expect, type Page } from '@playwright/test'
import { signIn } from './sign-in.ts'

/** A Saturday so many weeks from now, `YYYY-MM-DD`: no child has lessons then. */
export function saturdayIn(weeks: number): string {
  const date = new Date()
  date.setUTCDate(date.getUTCDate() + ((6 - date.getUTCDay() + 7) % 7) + weeks * 7)
  return date.toISOString().slice(0, 10)
}

/** What the demonstration provider publishes for children in West, beside the browser of the journey. Answers the id. */
export async function makeOffering(
  browser: Browser,
  offering: { title: string; capacity: number; date: string; startTime?: string; endTime?: string },
): Promise<string> {
  const { date, startTime = '10:00', endTime = '11:00', ...rest } = offering
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, 'aanbieder@demo.example')
  const answer = await page.request.post('/api/v1/offerings', {
    data: {
      ...rest,
      areas: ['sport'],
      audience: 'neighbourhood',
      neighbourhoods: ['WK079611'],
      place: { name: 'Gymzaal', postcode: '5223AB' },
      status: 'published',
      sessions: [{ date, startTime, endTime }],
    },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  await context.close()
  return id
}

/** Signs in as a new parent with children of eight years, who live in West. */
export async function signInWithChildren(page: Page, email: string, names: readonly string[]): Promise<void> {
  await signIn(page, email)
  for (const firstName of names) {
    const answer = await page.request.post('/api/v1/children', {
      data: { firstName, lastName: 'Bakker', birthDate: bornYearsAgo(8), postcode: '5223AB' },
    })
    expect(answer.status(), await answer.text()).toBe(201)
  }
}

const bornYearsAgo = (years: number) => `${new Date().getUTCFullYear() - years}-01-05`
