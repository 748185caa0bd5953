import type { Me } from '@portal/shared/sign-in/sign-in.ts'

/** Who asks. Every signed-in person may be a guardian; staff also belong to schools, providers or the team. */
export type Actor = {
  accountId: string
  /** Empty for somebody who came through a broker that knows none. */
  email: string
  name: string
  /** Of the session with which they ask, so that it can be told from the others. */
  sessionId: string
  schoolIds: string[]
  ownedSchoolIds: string[]
  providerIds: string[]
  ownedProviderIds: string[]
  /** Providers whose participants this person may see. */
  coachedProviderIds: string[]
  isTeam: boolean
  /** The child that this account itself is (a young person), null for everybody else. */
  ownChildId: string | null
}

/** See access-table.ts for what each one is. */
export type Role = Me['roles'][number]

/** Everybody who signed in is (or may become) a guardian. */
export function rolesOf(actor: Omit<Actor, 'accountId' | 'email' | 'name' | 'sessionId'>): Role[] {
  return [
    'guardian',
    ...(actor.ownChildId ? (['young'] as const) : []),
    ...(actor.schoolIds.length > 0 ? (['school'] as const) : []),
    ...(actor.ownedSchoolIds.length > 0 ? (['school-owner'] as const) : []),
    ...(actor.providerIds.length > 0 ? (['provider'] as const) : []),
    ...(actor.ownedProviderIds.length > 0 ? (['provider-owner'] as const) : []),
    ...(actor.coachedProviderIds.length > 0 ? (['coach'] as const) : []),
    ...(actor.isTeam ? (['team'] as const) : []),
  ]
}
