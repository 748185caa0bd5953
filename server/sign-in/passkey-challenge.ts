import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'

/** How long a device may take to answer. */
export const challengeMinutes = 5

/** For which site passkeys are: they work nowhere else. */
export const relyingParty = ({ settings }: Pick<Dependencies, 'settings'>) => ({
  id: new URL(settings.publicUrl).hostname,
  origin: settings.publicUrl,
})

/** Keeps what a device has to sign. @param accountId null when nobody is signed in yet */
export async function keepChallenge(
  deps: Dependencies,
  challenge: string,
  accountId: string | null,
): Promise<void> {
  const now = deps.clock()
  await deps.db.sql`
    INSERT INTO passkey_challenge (municipality_id, challenge, account_id, created_at, expires_at)
    VALUES (${deps.municipality.id}, ${challenge}, ${accountId}::uuid, ${now},
      ${new Date(now.getTime() + challengeMinutes * 60_000)})`
}

/**
 * Takes the challenge that a device says it signed: it is used up, whatever comes of it.
 * @param clientDataJSON of the device's answer, base64url
 * @throws Problem sign-in-invalid: never given, given to somebody else, too late or taken already
 */
export async function takeChallenge(
  deps: Dependencies,
  clientDataJSON: string,
  accountId: string | null,
): Promise<string> {
  const challenge = challengeIn(clientDataJSON)
  const taken =
    challenge &&
    (await deps.db.sql`
      DELETE FROM passkey_challenge
      WHERE municipality_id = ${deps.municipality.id} AND challenge = ${challenge} AND expires_at > ${deps.clock()}
        AND account_id IS NOT DISTINCT FROM ${accountId}::uuid
      RETURNING 1`)
  if (!challenge || !taken || taken.length === 0) throw new Problem('sign-in-invalid')
  return challenge
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = Object(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString())) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' && /^[\w-]{20,200}$/.test(challenge) ? challenge : null
  } catch {
    return null
  }
}
