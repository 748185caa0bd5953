import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { type AccessCases, makeChild, ownersOf, type Side, type Subject, type World } from './case.ts'

const letter = { email: 'nieuw@voorbeeld.nl' }

/** An account that nobody else here knows. */
async function aPerson({ test }: World): Promise<string> {
  const id = newId()
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${id}, ${`${id}@voorbeeld.nl`}, now())`
  return id
}

/** Puts back who works where: one who left as an earlier request asked would be nobody in the next. */
async function restoreStaff({ test, people }: World): Promise<void> {
  for (const { email, roles, schoolId, providerId } of Object.values(people)) {
    const role = schoolId ? 'school' : providerId ? 'provider' : roles.includes('team') ? 'team' : null
    if (!role) continue
    await test.db.sql`
      INSERT INTO membership (municipality_id, id, account_id, role, school_id, provider_id, is_owner, may_see_participants)
      VALUES (${municipalityId}, ${newId()}, ${namedId('account', email)}, ${role}, ${schoolId ?? null}::uuid,
        ${providerId ?? null}::uuid, ${roles.some((each) => each.endsWith('-owner'))}, ${roles.includes('coach')})
      ON CONFLICT DO NOTHING`
  }
}

async function aMember(world: World, side: Side, role: 'school' | 'provider' | 'team'): Promise<Subject> {
  await restoreStaff(world)
  const { schoolId, providerId } = ownersOf(world, side)
  const id = newId()
  await world.test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, role, school_id, provider_id)
    VALUES (${municipalityId}, ${id}, ${await aPerson(world)}, ${role}, ${role === 'school' ? schoolId : null}::uuid,
      ${role === 'provider' ? providerId : null}::uuid)`
  const of = { school: { schoolId }, provider: { providerId }, team: {} }[role]
  return { table: 'membership', id, path: { id: Object.values(of)[0] ?? '', memberId: id }, ...of }
}

async function anInvitation(
  world: World,
  side: Side,
  kind: 'guardian' | 'school' | 'provider' | 'team',
): Promise<Subject> {
  const child = kind === 'guardian' ? await makeChild(world, side) : null
  const { schoolId, providerId } = ownersOf(world, side)
  const id = newId()
  const inviter = child?.guardian ?? 'team@demo.example'
  await world.test.db.sql`
    INSERT INTO invitation (municipality_id, id, token_hash, kind, email, child_id, school_id, provider_id, invited_by, created_at, expires_at)
    VALUES (${municipalityId}, ${id}, sha256(${id}::text::bytea), ${kind}, 'nieuw@voorbeeld.nl', ${child?.id ?? null}::uuid,
      ${kind === 'school' ? schoolId : null}::uuid, ${kind === 'provider' ? providerId : null}::uuid,
      ${namedId('account', inviter)}, '2026-11-24T08:00:00Z', '2026-12-01T08:00:00Z')`
  const of = { guardian: child ?? {}, school: { schoolId }, provider: { providerId }, team: {} }[kind]
  const place =
    child?.id ?? { schoolId: '', providerId: '', ...of }[kind === 'school' ? 'schoolId' : 'providerId']
  return { ...of, table: 'invitation', id, path: { id: place, invitationId: id } }
}

/** Invitations, colleagues and the guardians of a child. */
export const peopleCases: AccessCases = {
  kinds: {
    async provider(world, side) {
      const { providerId } = ownersOf(world, side)
      await restoreStaff(world)
      return { table: 'provider', id: providerId, path: { id: providerId }, providerId }
    },
    async 'staffed school'(world, side) {
      const { schoolId } = ownersOf(world, side)
      await restoreStaff(world)
      return { table: 'school', id: schoolId, path: { id: schoolId }, schoolId }
    },
    'school member': (world, side) => aMember(world, side, 'school'),
    'provider member': (world, side) => aMember(world, side, 'provider'),
    'team member': (world, side) => aMember(world, side, 'team'),
    'child invitation': (world, side) => anInvitation(world, side, 'guardian'),
    'school invitation': (world, side) => anInvitation(world, side, 'school'),
    'provider invitation': (world, side) => anInvitation(world, side, 'provider'),
    'team invitation': (world, side) => anInvitation(world, side, 'team'),
    async guardianship(world, side) {
      const child = await makeChild(world, side)
      return { ...child, path: { id: child.id, accountId: namedId('account', child.guardian ?? '') } }
    },
  },
  about: {
    '/children/{id}/guardians': 'child',
    '/children/{id}/guardians/{accountId}': 'guardianship',
    '/children/{id}/invitations': 'child',
    '/children/{id}/invitations/{invitationId}': 'child invitation',
    '/children/{id}/invitations/{invitationId}/renewal': 'child invitation',
    '/schools/{id}/invitations': 'staffed school',
    '/schools/{id}/invitations/{invitationId}': 'school invitation',
    '/schools/{id}/invitations/{invitationId}/renewal': 'school invitation',
    '/providers/{id}/invitations': 'provider',
    '/providers/{id}/invitations/{invitationId}': 'provider invitation',
    '/providers/{id}/invitations/{invitationId}/renewal': 'provider invitation',
    '/team-invitations/{invitationId}': 'team invitation',
    '/team-invitations/{invitationId}/renewal': 'team invitation',
    '/schools/{id}/staff': 'staffed school',
    '/schools/{id}/own-membership': 'staffed school',
    '/schools/{id}/staff/{memberId}': 'school member',
    '/providers/{id}/staff': 'provider',
    '/providers/{id}/own-membership': 'provider',
    '/providers/{id}/staff/{memberId}': 'provider member',
    '/team-members/{memberId}': 'team member',
  },
  bodies: {
    'POST /invitations/previews': () => ({ token: 'onbekend' }),
    'POST /invitations/acceptances': () => ({ token: 'onbekend' }),
    'POST /children/{id}/invitations': () => ({ ...letter, as: 'guardian' }),
    'POST /schools/{id}/invitations': () => letter,
    'POST /providers/{id}/invitations': () => ({ ...letter, maySeeParticipants: true }),
    'POST /team-invitations': () => letter,
    'PATCH /schools/{id}/staff/{memberId}': () => ({ isOwner: true }),
    'PATCH /providers/{id}/staff/{memberId}': () => ({ isOwner: true }),
  },
}
