import type { Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import type { Identity } from './exchange-code.ts'
import type { IdentityProvider } from './identity-provider-settings.ts'
import { subjectHashes } from './subject-hash.ts'

/** The account that signs in with this identity, whichever key its hash was made with; it is kept under the newest from now on. */
async function accountOfIdentity(
  deps: Dependencies,
  tx: Transaction,
  { issuer, subject }: Identity,
): Promise<string | null> {
  const hashes = subjectHashes(deps.settings, issuer, subject)
  const [row] = await tx.sql<{ accountId: string }>`
    UPDATE external_identity SET subject_hash = ${hashes[0]}, last_used_at = ${deps.clock()}
    WHERE municipality_id = ${deps.municipality.id} AND issuer = ${issuer}
      AND subject_hash = ANY (ARRAY(
        SELECT decode(hash, 'hex') FROM unnest(${hashes.map((hash) => hash.toString('hex'))}::text[]) AS hash))
    RETURNING account_id AS "accountId"`
  return row?.accountId ?? null
}

/**
 * The account with this verified mail address, for staff only. Into an account of the team, or of a family, only a provider for the
 * team may bring somebody in this way: whoever runs the one of a school can give anybody any address, and their word is not good
 * enough for all of a municipality, nor for where a child lives. Who is both adds the identity on the account page.
 */
async function accountOfEmail(
  deps: Dependencies,
  tx: Transaction,
  provider: IdentityProvider,
  email: string,
): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }>`
    SELECT a.id FROM account a
    WHERE a.municipality_id = ${deps.municipality.id} AND a.email = ${email}::citext AND (${provider.for === 'team'} OR NOT EXISTS (
      SELECT 1 FROM membership m
      WHERE m.municipality_id = a.municipality_id AND m.account_id = a.id AND m.role = 'team'
      UNION ALL SELECT 1 FROM guardianship u WHERE u.municipality_id = a.municipality_id AND u.account_id = a.id
      UNION ALL SELECT 1 FROM child c WHERE c.municipality_id = a.municipality_id AND c.account_id = a.id))`
  return row?.id ?? null
}

/** A new account; null when somebody took the address meanwhile. */
async function makeAccount(
  deps: Dependencies,
  tx: Transaction,
  provider: IdentityProvider,
  email: string | null,
  name: string,
): Promise<string | null> {
  const id = newId()
  const made = await tx.sql`
    INSERT INTO account (municipality_id, id, email, name, created_at)
    VALUES (${deps.municipality.id}, ${id}, ${email}, ${name}, ${deps.clock()})
    ON CONFLICT (municipality_id, email) DO NOTHING RETURNING 1`
  if (made.length === 0) return null
  const after = { email, name, identityProvider: provider.key }
  await logChange(
    deps,
    tx,
    { accountId: id },
    { verb: 'sign-in', subjectKind: 'account', subjectId: id, after },
  )
  return id
}

/** For an identity that is new here. An account without a mail address where there is none, or it may not be used. */
async function accountForNew(
  deps: Dependencies,
  tx: Transaction,
  provider: IdentityProvider,
  { email, name }: Identity,
): Promise<string> {
  if (email && provider.for !== 'parents') {
    const find = () => accountOfEmail(deps, tx, provider, email)
    // Taken between the two by somebody who used a link: then it is found after all.
    const found = (await find()) ?? (await makeAccount(deps, tx, provider, email, name)) ?? (await find())
    if (found) return found
  }
  const made = await makeAccount(deps, tx, provider, null, name)
  if (!made) throw new Error('An account without an address was not made.')
  return made
}

async function linkIdentity(
  deps: Dependencies,
  tx: Transaction,
  provider: IdentityProvider,
  { issuer, subject }: Identity,
  accountId: string,
): Promise<void> {
  const id = newId()
  const [hash] = subjectHashes(deps.settings, issuer, subject)
  await tx.sql`
    INSERT INTO external_identity (municipality_id, issuer, subject_hash, account_id, created_at, last_used_at, id)
    VALUES (${deps.municipality.id}, ${issuer}, ${hash}, ${accountId}, ${deps.clock()}, ${deps.clock()}, ${id})`
  const after = { accountId, identityProvider: provider.key }
  await logChange(
    deps,
    tx,
    { accountId },
    {
      verb: 'sign-in',
      subjectKind: 'external-identity',
      subjectId: id,
      after,
    },
  )
}

/**
 * The account of an identity: the one that signed in with it before; else that of its verified mail address (staff only); else
 * a new one. One after another for the same identity, so that two first sign-ins make one account.
 */
export async function findOrMakeAccount(
  deps: Dependencies,
  tx: Transaction,
  provider: IdentityProvider,
  identity: Identity,
): Promise<string> {
  await takeTurns(deps, tx, identity)
  const known = await accountOfIdentity(deps, tx, identity)
  if (known) return known
  const accountId = await accountForNew(deps, tx, provider, identity)
  await linkIdentity(deps, tx, provider, identity, accountId)
  return accountId
}

/**
 * Adds an identity to the account that asked for it while signed in; one that it has already changes nothing.
 * @throws Problem identity-taken
 */
export async function linkToAccount(
  deps: Dependencies,
  tx: Transaction,
  provider: IdentityProvider,
  identity: Identity,
  accountId: string,
): Promise<void> {
  await takeTurns(deps, tx, identity)
  const known = await accountOfIdentity(deps, tx, identity)
  if (known && known !== accountId) throw new Problem('identity-taken')
  if (!known) await linkIdentity(deps, tx, provider, identity, accountId)
}

async function takeTurns(deps: Dependencies, tx: Transaction, { issuer, subject }: Identity) {
  const [hash] = subjectHashes(deps.settings, issuer, subject)
  await tx.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`external-identity ${hash?.toString('hex')}`}, 0))`
}
