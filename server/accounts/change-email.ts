import { inTransaction } from '@portal/db/transaction.ts'
import type { EmailChangeRequest } from '@portal/shared/sign-in/own-account.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { logChange } from '../log/log-change.ts'
import type { Letter } from '../mail/mailer.ts'
import { newAddressLetter, oldAddressLetter } from './email-change-letters.ts'
import { emailChangeToken, readEmailChange } from './email-change-token.ts'

const linkMinutes = 60
const perAccount = { name: 'email-change-account', limit: 10, windowSeconds: 3600 }
const perAddress = { name: 'email-change-address', limit: 5, windowSeconds: 3600 }

/**
 * Mails a link to a new address. Whether that address has an account here is not looked at, so nobody learns it.
 * @throws Problem rate-limited
 */
export async function askEmailChange(
  deps: Dependencies,
  actor: Actor,
  { email }: EmailChangeRequest,
): Promise<void> {
  await countHit(deps, perAccount, actor.accountId)
  await countHit(deps, perAddress, email.toLowerCase())
  const expiresAt = deps.clock().getTime() + linkMinutes * 60_000
  const change = { accountId: actor.accountId, from: actor.email, to: email, expiresAt }
  const link = new URL('/account/adres', deps.settings.publicUrl)
  link.searchParams.set('token', emailChangeToken(deps.settings, change))
  mail(deps, newAddressLetter(email, link.href, deps.municipality.name, linkMinutes))
}

/**
 * Makes the new address that of the account, for whoever is signed in with it: a link that reached a stranger by a slip of the
 * pen is of no use to them. Works once: after it the address is no longer the one that the link knows. Other browsers are signed out.
 * @throws Problem link-invalid, email-taken
 */
export async function confirmEmailChange(deps: Dependencies, actor: Actor, token: string): Promise<void> {
  const change = readEmailChange(deps.settings, token, deps.clock())
  if (change?.accountId !== actor.accountId) throw new Problem('link-invalid')
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const [own] = await tx.sql<{ email: string }>`
      SELECT coalesce(email::text, '') AS email FROM account
      WHERE municipality_id = ${m} AND id = ${actor.accountId} FOR UPDATE`
    if (own?.email !== change.from) throw new Problem('link-invalid')
    const [other] = await tx.sql`
      SELECT 1 FROM account WHERE municipality_id = ${m} AND email = ${change.to}::citext AND id <> ${actor.accountId}`
    if (other) throw new Problem('email-taken')
    await tx.sql`UPDATE account SET email = ${change.to} WHERE municipality_id = ${m} AND id = ${actor.accountId}`
    // A link that was mailed to the old address signs nobody in to an account of its own any more.
    await tx.sql`DELETE FROM sign_in_link WHERE municipality_id = ${m} AND email = ${change.from}::citext`
    // Whoever still sits at a browser that the old address signed in has to show that they read the new one.
    if (isOther(change))
      await tx.sql`
        DELETE FROM sign_in_session
        WHERE municipality_id = ${m} AND account_id = ${actor.accountId} AND id <> ${actor.sessionId}`
    await logChange(deps, tx, actor, {
      verb: 'change-self',
      subjectKind: 'account',
      subjectId: actor.accountId,
      before: { email: change.from },
      after: { email: change.to },
    })
  })
  if (isOther(change)) mail(deps, oldAddressLetter(change.from, deps.municipality.name))
}

/** Whether there was an address, and the new one is not the same in another case. */
const isOther = ({ from, to }: { from: string; to: string }) =>
  from !== '' && from.toLowerCase() !== to.toLowerCase()

/** Leaves by itself; when it fails the log says so, without the address. */
function mail(deps: Dependencies, letter: Letter): void {
  deps.mailer.send(letter).catch((error: unknown) => {
    const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown }
    deps.log.error({
      event: 'email-change-not-mailed',
      reason: [code, responseCode].filter(Boolean).join(' '),
    })
  })
}
