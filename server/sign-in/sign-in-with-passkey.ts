import { inTransaction } from '@portal/db/transaction.ts'
import type { PasskeyOptions, PasskeySessionRequest } from '@portal/shared/sign-in/passkey.ts'
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { createSession } from '../http/session.ts'
import { challengeMinutes, keepChallenge, relyingParty, takeChallenge } from './passkey-challenge.ts'
import { accountHandle } from './register-passkey.ts'

const askedPerNetwork = { name: 'passkey-options-network', limit: 200, windowSeconds: 900 }
const triedPerNetwork = { name: 'passkey-sign-in-network', limit: 100, windowSeconds: 900 }
const perPasskey = { name: 'passkey-sign-in-passkey', limit: 20, windowSeconds: 900 }

/** What a device has to sign; it finds by itself which passkey of it is for this portal. @throws Problem rate-limited */
export async function askPasskey(deps: Dependencies, network: string): Promise<PasskeyOptions> {
  await countHit(deps, askedPerNetwork, network)
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(deps).id,
    timeout: challengeMinutes * 60_000,
    userVerification: 'required',
  })
  await keepChallenge(deps, options.challenge, null)
  return { ...options }
}

type Row = { id: string; accountId: string; publicKey: Buffer<ArrayBuffer>; counter: string }

/**
 * Signs in with a passkey. One sign-in of a passkey after another, so that a counter that does not rise is seen: then it was
 * copied, and is refused.
 * @param from `network` from clientNetwork, `device` from deviceOf
 * @throws Problem sign-in-invalid, passkey-refused, rate-limited
 */
export async function signInWithPasskey(
  deps: Dependencies,
  answer: PasskeySessionRequest,
  from: { network: string; device: string },
): Promise<{ accountId: string; token: string }> {
  await countHit(deps, triedPerNetwork, from.network)
  await countHit(deps, perPasskey, answer.id)
  const challenge = await takeChallenge(deps, answer.response.clientDataJSON, null)
  const m = deps.municipality.id
  return inTransaction(deps.db, async (tx) => {
    const [passkey] = await tx.sql<Row>`
      SELECT id, account_id AS "accountId", public_key AS "publicKey", counter FROM passkey
      WHERE municipality_id = ${m} AND credential_id = ${answer.id} FOR NO KEY UPDATE`
    if (!passkey) throw new Problem('passkey-refused')
    const counter = await checkAnswer(deps, challenge, passkey, answer)
    await tx.sql`
      UPDATE passkey SET counter = ${counter}, last_used_at = ${deps.clock()}
      WHERE municipality_id = ${m} AND id = ${passkey.id}`
    const origin = { method: 'passkey', device: from.device } as const
    const { token } = await createSession(deps, passkey.accountId, origin, tx)
    return { accountId: passkey.accountId, token }
  })
}

/** The counter to keep. @throws Problem passkey-refused */
async function checkAnswer(
  deps: Dependencies,
  challenge: string,
  passkey: Row,
  { id, response }: PasskeySessionRequest,
): Promise<number> {
  const handle = Buffer.from(accountHandle(passkey.accountId)).toString('base64url')
  if (response.userHandle !== handle) throw new Problem('passkey-refused')
  const { id: expectedRPID, origin } = relyingParty(deps)
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID,
      requireUserVerification: true,
      credential: {
        id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: Number(passkey.counter),
      },
    })
    if (verified) return authenticationInfo.newCounter
  } catch (error) {
    // The library has no codes; of its own words only this tells of a copy.
    const isCopy = error instanceof Error && error.message.startsWith('Response counter value')
    if (isCopy) deps.log.warn({ event: 'passkey-counter-fell', passkey: passkey.id })
  }
  throw new Problem('passkey-refused')
}
