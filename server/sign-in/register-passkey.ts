import { inTransaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Passkey, PasskeyInput, PasskeyOptions } from '@portal/shared/sign-in/passkey.ts'
import {
  generateRegistrationOptions,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { logChange } from '../log/log-change.ts'
import { challengeMinutes, keepChallenge, relyingParty, takeChallenge } from './passkey-challenge.ts'

/** More than anybody has devices. */
const mostPasskeys = 20

const perAccount = { name: 'passkey-registration-account', limit: 30, windowSeconds: 900 }

/** What a device needs to make a passkey for the own account. @throws Problem rate-limited */
export async function askRegistration(deps: Dependencies, actor: Actor): Promise<PasskeyOptions> {
  await countHit(deps, perAccount, actor.accountId)
  const own = await deps.db.sql<{ id: string }>`
    SELECT credential_id AS id FROM passkey
    WHERE municipality_id = ${deps.municipality.id} AND account_id = ${actor.accountId}`
  const options = await generateRegistrationOptions({
    rpName: `Rijke Schooldag ${deps.municipality.name}`,
    rpID: relyingParty(deps).id,
    // Shown by the device when it asks which passkey to use.
    userName: actor.email || actor.name || 'Rijke Schooldag',
    userDisplayName: actor.name,
    userID: accountHandle(actor.accountId),
    timeout: challengeMinutes * 60_000,
    attestationType: 'none',
    excludeCredentials: own,
    // Found without a name, and never without a finger, a face or a code.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge(deps, options.challenge, actor.accountId)
  return { ...options }
}

/** What a passkey knows of its account: its id, and nothing about the person. */
export const accountHandle = (accountId: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(accountId.replaceAll('-', ''), 'hex'))

/**
 * Keeps a passkey that a device made for the own account.
 * @throws Problem sign-in-invalid, passkey-refused (not checked, or known already), limit-reached
 */
export async function addPasskey(deps: Dependencies, actor: Actor, input: PasskeyInput): Promise<Passkey> {
  const { id: credentialId, response } = input.credential
  const challenge = await takeChallenge(deps, response.clientDataJSON, actor.accountId)
  const { credential } = await verified(deps, challenge, input.credential)
  const id = newId()
  const now = deps.clock()
  await inTransaction(deps.db, async (tx) => {
    const m = deps.municipality.id
    await tx.sql`SELECT 1 FROM account WHERE municipality_id = ${m} AND id = ${actor.accountId} FOR NO KEY UPDATE`
    const [count] = await tx.sql<{ held: number }>`
      SELECT count(*)::integer AS held FROM passkey WHERE municipality_id = ${m} AND account_id = ${actor.accountId}`
    if ((count?.held ?? 0) >= mostPasskeys)
      throw new Problem('limit-reached', { facts: { passkeys: mostPasskeys } })
    const made = await tx.sql`
      INSERT INTO passkey (municipality_id, credential_id, id, account_id, name, public_key, counter, transports, created_at)
      VALUES (${m}, ${credentialId}, ${id}, ${actor.accountId}, ${input.name}, ${Buffer.from(credential.publicKey)},
        ${credential.counter}, ${response.transports}::text[], ${now})
      ON CONFLICT (municipality_id, credential_id) DO NOTHING RETURNING 1`
    if (made.length === 0) throw new Problem('passkey-refused')
    await logChange(deps, tx, actor, {
      verb: 'keep-passkey',
      subjectKind: 'passkey',
      subjectId: id,
      after: { name: input.name },
    })
  })
  return { id, name: input.name, createdAt: now.toISOString(), lastUsedAt: null }
}

async function verified(deps: Dependencies, challenge: string, { id, response }: PasskeyInput['credential']) {
  const { id: expectedRPID, origin } = relyingParty(deps)
  const answer: VerifiedRegistrationResponse = await verifyRegistrationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID,
    requireUserVerification: true,
  }).catch(() => ({ verified: false as const }))
  if (!answer.verified || answer.registrationInfo.credential.id !== id) throw new Problem('passkey-refused')
  return answer.registrationInfo
}
