import type { SignInLinkRequest } from '@portal/shared/sign-in/sign-in.ts'
import type { Dependencies } from '../app-env.ts'
import { countHit } from '../http/rate-limit.ts'
import { hashOfToken, newToken } from '../http/session.ts'
import { signInLetter } from './sign-in-letter.ts'

/** How long a link works. */
export const linkMinutes = 15

const perNetwork = { name: 'sign-in-link-network', limit: 30, windowSeconds: 900 }
const perAddress = { name: 'sign-in-link-address', limit: 5, windowSeconds: 900 }

/**
 * Makes a sign-in link and mails it. Accounts are not looked at, so nothing (answer, time, limit) can tell whether an
 * address is known. The network is counted first: whoever is over that limit cannot use up the limit of an address.
 * The letter leaves after the link is kept and is not waited for; when it fails, the log says so.
 * @param network from addressOf
 * @throws Problem rate-limited
 */
export async function sendSignInLink(
  deps: Dependencies,
  input: SignInLinkRequest,
  network: string,
): Promise<void> {
  await countHit(deps, perNetwork, network)
  await countHit(deps, perAddress, input.email.toLowerCase())
  const token = newToken()
  const now = deps.clock()
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000)
  await deps.db.sql`
    INSERT INTO sign_in_link (municipality_id, token_hash, email, created_at, expires_at)
    VALUES (${deps.municipality.id}, ${hashOfToken(token)}, ${input.email}, ${now}, ${expiresAt})`
  const link = new URL('/inloggen/link', deps.settings.publicUrl)
  link.searchParams.set('token', token)
  if (input.next !== undefined) link.searchParams.set('next', input.next)
  deps.mailer
    .send(signInLetter(input.email, link.href, deps.municipality.name, linkMinutes))
    .catch((error: unknown) => {
      deps.log.error({ event: 'sign-in-link-not-mailed', reason: reasonOf(error) }, 'sign-in link not mailed')
    })
}

/** What a mail server answered may repeat the address: only its codes go to the log. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown }
  return [code, responseCode].filter((part) => part !== undefined).join(' ') || 'unknown'
}
