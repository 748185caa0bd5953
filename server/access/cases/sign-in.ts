import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { type AccessCases, ownersOf, type Side, type Subject, type World } from './case.ts'

/** Somebody's own: only that account reaches it, whatever its roles. */
const own = (table: string, id: string, account: string): Subject => ({ table, id, path: { id }, account })

async function makeSession(world: World, side: Side): Promise<Subject> {
  const { guardian } = ownersOf(world, side)
  await world.test.signIn(guardian)
  const [newest] = await world.test.db.sql<{ id: string }>`
    SELECT id FROM sign_in_session WHERE account_id = ${namedId('account', guardian)} ORDER BY id DESC LIMIT 1`
  return own('sign_in_session', newest?.id ?? '', guardian)
}

async function makePasskey({ test, people }: World, side: Side): Promise<Subject> {
  const email = people[side === 'other' ? 'other school' : 'school']?.email ?? ''
  const id = newId()
  await test.db.sql`
    INSERT INTO passkey (municipality_id, credential_id, id, account_id, name, public_key, created_at)
    VALUES (${municipalityId}, ${id}, ${id}, ${namedId('account', email)}, 'Laptop', ${Buffer.from('key')}, now())`
  return own('passkey', id, email)
}

async function makeIdentity(world: World, side: Side): Promise<Subject> {
  const { guardian } = ownersOf(world, side)
  const id = newId()
  const hash = Buffer.from(id.replaceAll('-', '').repeat(2), 'hex')
  await world.test.db.sql`
    INSERT INTO external_identity (municipality_id, issuer, subject_hash, account_id, created_at, last_used_at, id)
    VALUES (${municipalityId}, 'https://inlog.example', ${hash}, ${namedId('account', guardian)}, now(), now(), ${id})`
  return own('external_identity', id, guardian)
}

const clientData = Buffer.from(JSON.stringify({ challenge: 'never-given-to-anybody' })).toString('base64url')

export const signInCases: AccessCases = {
  kinds: { session: makeSession, passkey: makePasskey, identity: makeIdentity },
  about: {
    '/account-sessions/{id}': 'session',
    '/passkeys/{id}': 'passkey',
    '/external-identities/{id}': 'identity',
  },
  bodies: {
    'POST /sign-in-links': () => ({ email: 'iemand@voorbeeld.nl' }),
    'POST /sessions': () => ({ token: 'onbekend' }),
    'POST /openid-sign-ins': () => ({ provider: 'onbekend' }),
    'POST /sessions/openid': () => ({ provider: 'onbekend', state: 'onbekend', code: 'onbekend' }),
    'POST /sessions/passkey': () => ({
      id: 'onbekend',
      response: {
        clientDataJSON: clientData,
        authenticatorData: 'AAAA',
        signature: 'AAAA',
        userHandle: 'AAAA',
      },
    }),
    'POST /passkeys': () => ({
      name: 'Laptop',
      credential: { id: 'onbekend', response: { clientDataJSON: clientData, attestationObject: 'AAAA' } },
    }),
    'PATCH /passkeys/{id}': () => ({ name: `Laptop ${newId()}` }),
    'PATCH /me': () => ({ name: `Naam ${newId()}` }),
    'POST /email-changes': () => ({ email: 'nieuw@voorbeeld.nl' }),
    'POST /email-changes/confirmations': () => ({ token: 'onbekend' }),
  },
}
