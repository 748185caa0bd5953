import type { Me } from '@portal/shared/sign-in/sign-in.ts'

/** Where somebody's own work is: a family's, a school's, a provider's or the team's. */
export function homeOf(me: Me): string {
  if (me.childCount > 0 || me.ownChildId) return '/mijn-week'
  if (me.schools.length > 0) return '/school'
  if (me.providers.length > 0) return '/aanbieder'
  if (me.roles.includes('team')) return '/gemeente'
  return '/mijn-kinderen'
}
