import { type Context, Hono } from 'hono'
import { accepts } from 'hono/accepts'
import type { AppEnv } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { isLocalMailbox, type LocalMailbox } from '../mail/local-mailbox.ts'
import { mailboxPage, mailboxStyle } from './mailbox-page.ts'

/** Outside a demonstration (and in one that sends real mail) there is nothing here. */
function mailboxOf(c: Context<AppEnv>): LocalMailbox {
  const { mailer, settings } = c.var.deps
  if (!settings.isDemo || !isLocalMailbox(mailer)) throw new Problem('not-found')
  return mailer
}

/** GET /dev/mailbox, outside /api/v1: the letters of a demonstration as a page, or as JSON for who asks for JSON. */
export const mailboxRoutes = new Hono<AppEnv>()
  .get('/', (c) => {
    const letters = mailboxOf(c).letters()
    c.header('Cache-Control', 'no-store')
    c.header('Vary', 'Accept')
    const type = accepts(c, {
      header: 'Accept',
      supports: ['text/html', 'application/json'],
      default: 'text/html',
    })
    if (type === 'application/json') {
      return c.json({
        items: letters.map(({ to, subject, text, links }) => ({ to, subject, text, links })),
      })
    }
    return c.html(mailboxPage(letters, c.var.deps.municipality.timeZone))
  })
  .get('/style.css', (c) => {
    mailboxOf(c)
    return c.body(mailboxStyle, 200, { 'Content-Type': 'text/css; charset=utf-8' })
  })
