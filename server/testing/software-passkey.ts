import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

/** What a device may do otherwise than it should. */
type Quirks = {
  origin?: string
  rpId?: string
  isVerified?: boolean
  counter?: number
  userHandle?: string
  challenge?: string
}

/** A device with one passkey (ES256, no attestation), in software: for what a browser would never do, too. */
export function createSoftwarePasskey(site: { origin: string; rpId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  const id = base64url(credentialId)
  let counter = 0
  let userHandle = ''

  const clientData = (type: string, challenge: string, quirks: Quirks) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: quirks.challenge ?? challenge,
        origin: quirks.origin ?? site.origin,
        crossOrigin: false,
      }),
    )

  function authenticatorData(quirks: Quirks, attested?: Buffer): Buffer {
    const flags = 0x01 | (quirks.isVerified === false ? 0 : 0x04) | (attested ? 0x40 : 0)
    const count = Buffer.alloc(4)
    counter += 1
    count.writeUInt32BE(quirks.counter ?? counter)
    return Buffer.concat([
      sha256(quirks.rpId ?? site.rpId),
      Buffer.from([flags]),
      count,
      attested ?? Buffer.alloc(0),
    ])
  }

  function publicKeyInCose(): Buffer {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ])
    return Buffer.from(isoCBOR.encode(cose))
  }

  return {
    id,
    /** Answers POST /passkeys/registration-options. */
    register(options: Record<string, unknown>, quirks: Quirks = {}) {
      userHandle = String((options.user as { id?: unknown }).id)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(credentialId.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, publicKeyInCose()])
      const statement = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authenticatorData(quirks, attested))],
      ])
      return {
        id,
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', String(options.challenge), quirks)),
          attestationObject: base64url(isoCBOR.encode(statement as never)),
          transports: ['internal'],
        },
      }
    },
    /** Answers POST /passkey-sign-ins. */
    signIn(options: Record<string, unknown>, quirks: Quirks = {}) {
      const data = clientData('webauthn.get', String(options.challenge), quirks)
      const authenticator = authenticatorData(quirks)
      const signature = sign('sha256', Buffer.concat([authenticator, sha256(data)]), privateKey)
      return {
        id,
        response: {
          clientDataJSON: base64url(data),
          authenticatorData: base64url(authenticator),
          signature: base64url(signature),
          userHandle: quirks.userHandle ?? userHandle,
        },
      }
    },
  }
}
