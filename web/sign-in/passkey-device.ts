import type { Passkey } from '@portal/shared/sign-in/passkey.ts'
import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { api } from '../api.ts'

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = () => typeof PublicKeyCredential === 'function'

/** The library comes only when somebody wants a passkey. */
const library = () => import('@simplewebauthn/browser')

/** Has the device sign in. @throws ApiProblem, or what the device says */
export async function signInByDevice(): Promise<Me> {
  const { startAuthentication } = await library()
  const optionsJSON = await api<PublicKeyCredentialRequestOptionsJSON>('POST', '/passkey-sign-ins')
  return api<Me>('POST', '/sessions/passkey', await startAuthentication({ optionsJSON }))
}

/** Has the device make a passkey. @throws ApiProblem, or what the device says */
export async function makePasskey(name: string): Promise<Passkey> {
  const { startRegistration } = await library()
  const optionsJSON = await api<PublicKeyCredentialCreationOptionsJSON>(
    'POST',
    '/passkeys/registration-options',
  )
  return api<Passkey>('POST', '/passkeys', { name, credential: await startRegistration({ optionsJSON }) })
}

/** Which sentence tells what a device said: names of WebAuthn's own errors. */
export function deviceProblem(error: unknown): 'passkey.stopped' | 'passkey.known' | 'passkey.not' {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError') return 'passkey.stopped'
  return name === 'InvalidStateError' ? 'passkey.known' : 'passkey.not'
}
