import * as v from 'valibot'
import { Id, pageOf, typedText } from '../wire.ts'

const base64url = (maxLength: number) =>
  v.pipe(v.string(), v.maxLength(maxLength), v.regex(/^[A-Za-z0-9_-]+$/, 'Give base64url.'))

const CredentialId = base64url(1400)

/** As WebAuthn names them; what a device tells besides is not kept. */
const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const

/** What a device is asked to do: options of WebAuthn, as they go to the browser. */
export const PasskeyOptions = v.looseObject({ challenge: v.string() })
export type PasskeyOptions = v.InferOutput<typeof PasskeyOptions>

/** Name that its owner gives a passkey, to tell it from the others. */
const PasskeyName = typedText(1, 100)

/** POST /passkeys: what the device answered (RegistrationResponseJSON of WebAuthn; what is not named here is left out). */
export const PasskeyInput = v.object({
  name: PasskeyName,
  credential: v.object({
    id: CredentialId,
    response: v.object({
      clientDataJSON: base64url(4000),
      attestationObject: base64url(6000),
      transports: v.optional(v.pipe(v.array(v.picklist(transports)), v.maxLength(10)), []),
    }),
  }),
})
export type PasskeyInput = v.InferOutput<typeof PasskeyInput>

/** PATCH /passkeys/{id} */
export const PasskeyPatch = v.object({ name: PasskeyName })
export type PasskeyPatch = v.InferOutput<typeof PasskeyPatch>

/** POST /sessions/passkey: what the device answered (AuthenticationResponseJSON of WebAuthn). */
export const PasskeySessionRequest = v.object({
  id: CredentialId,
  response: v.object({
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(4000),
    signature: base64url(4000),
    /** Says whose passkey it is: one that does not know cannot be found without a name. */
    userHandle: base64url(100),
  }),
})
export type PasskeySessionRequest = v.InferOutput<typeof PasskeySessionRequest>

/** A passkey of the own account. */
export const Passkey = v.object({
  id: Id,
  name: v.string(),
  createdAt: v.string(),
  lastUsedAt: v.nullable(v.string()),
})
export type Passkey = v.InferOutput<typeof Passkey>
export const PasskeyPage = pageOf(Passkey)
export type PasskeyPage = v.InferOutput<typeof PasskeyPage>
