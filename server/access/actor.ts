/** Who asks. Every signed-in person may be a guardian; staff also belong to schools, providers or the team. */
export type Actor = {
  accountId: string
  email: string
  name: string
  schoolIds: string[]
  providerIds: string[]
  isTeam: boolean
}

export type Role = 'guardian' | 'school' | 'provider' | 'team'

/** Everybody who signed in is (or may become) a guardian. */
export function rolesOf(actor: Actor): Role[] {
  return [
    'guardian',
    ...(actor.schoolIds.length > 0 ? (['school'] as const) : []),
    ...(actor.providerIds.length > 0 ? (['provider'] as const) : []),
    ...(actor.isTeam ? (['team'] as const) : []),
  ]
}
