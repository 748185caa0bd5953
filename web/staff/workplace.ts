/** Where people work together; `name` as far as it is known. */
export type Workplace =
  | { kind: 'school' | 'provider'; id: string; name: string }
  | { kind: 'team'; name: string }

/** Addresses in the API: the people, the open invitations, and the own membership when it has one. */
export function pathsOf(place: Workplace): { staff: string; invitations: string; own: string | null } {
  if (place.kind === 'team') return { staff: '/team-members', invitations: '/team-invitations', own: null }
  const root = `/${place.kind}s/${place.id}`
  return { staff: `${root}/staff`, invitations: `${root}/invitations`, own: `${root}/own-membership` }
}
