import type { Role } from './actor.ts'

/** Whose data a role may reach with a verb: nobody else's appears, not even as a 403: what is not one's own is 404. */
export type Whose = 'own' | 'all'

/**
 * Who may do what, in one place. `everyone` needs no sign-in. Routes name their verb; verbs and queries take care of
 * `own` (own children, own pupils, own school, own provider) by asking the database for what belongs to the actor.
 */
export const accessTable = {
  'see-health': { everyone: 'all' },
  'see-places': { everyone: 'all' },
  'see-schools': { everyone: 'all' },
  'see-timetable': { everyone: 'all' },
  'see-offerings': { everyone: 'all' },
  'ask-sign-in-link': { everyone: 'all' },
  'sign-in': { everyone: 'all' },
  'sign-out': { everyone: 'all' },
  'see-self': { guardian: 'own', school: 'own', provider: 'own', team: 'own' },
  'see-children': { guardian: 'own' },
  'keep-child': { guardian: 'own' },
  'see-week': { guardian: 'own' },
  'check-child': { guardian: 'own', school: 'own' },
  'enrol-child': { guardian: 'own', school: 'own' },
  'see-enrolments': { guardian: 'own', school: 'own' },
  'withdraw-child': { guardian: 'own', school: 'own' },
  'answer-offer': { guardian: 'own' },
  'see-pupils': { school: 'own' },
  'publish-timetable': { school: 'own' },
  'keep-closures': { school: 'own' },
  'publish-offering': { provider: 'own' },
  'see-own-offerings': { provider: 'own' },
  'see-participants': { provider: 'own' },
} as const satisfies Record<string, Partial<Record<Role | 'everyone', Whose>>>

export type Verb = keyof typeof accessTable
