import type { Role } from './actor.ts'

/**
 * Whose data a role may reach with a verb. `own`: its own child, school, organisation or account; anybody else's is not there
 * (404), not even as a 403. `all`: everybody's of this municipality; another municipality's is never there for anyone.
 * `all-with-reason`: the same, but only with a reason, which is recorded and shown to the family.
 */
export type Whose = 'own' | 'all' | 'all-with-reason'

/**
 * Who may do what, in one place. `everyone` needs no sign-in. Routes name their verb; verbs and queries take care of
 * `own` by asking the database for what belongs to the actor.
 *
 * - `guardian`: everybody who signed in, for the children of whom they are a guardian.
 * - `young`: a young person, for themselves. What only somebody of 16 or over may do is refused before that age by the rule
 *   of shared/families/may-act.ts, which also says when a guardian no longer acts.
 * - `school`, `provider`: staff; `school-owner`, `provider-owner`: those who invite and remove colleagues; `coach`: staff of a
 *   provider with the right to see participants (an owner has it too).
 * - `team`: the programme team of this municipality.
 */
export const accessTable = {
  // For everybody
  'see-health': { everyone: 'all' },
  'see-places': { everyone: 'all' },
  'see-schools': { everyone: 'all' },
  'see-timetable': { everyone: 'all' },
  'see-offerings': { everyone: 'all' },
  // Signing in, and the own account
  'ask-sign-in-link': { everyone: 'all' },
  'sign-in': { everyone: 'all' },
  'sign-out': { everyone: 'all' },
  'read-invitation': { everyone: 'all' },
  'accept-invitation': { everyone: 'all' },
  'see-self': { guardian: 'own' },
  'change-self': { guardian: 'own' },
  'see-sessions': { guardian: 'own' },
  'end-session': { guardian: 'own' },
  'keep-passkey': { school: 'own', provider: 'own', team: 'own' },
  // Families
  'see-children': { guardian: 'own', young: 'own' },
  'add-child': { guardian: 'own' },
  'change-child': { guardian: 'own', young: 'own' },
  'remove-child': { guardian: 'own', young: 'own' },
  'see-week': { guardian: 'own', young: 'own' },
  'see-guardians': { guardian: 'own', young: 'own' },
  'invite-guardian': { guardian: 'own', young: 'own' },
  'end-guardianship': { guardian: 'own', young: 'own' },
  'see-looks': { guardian: 'own', young: 'own' },
  'see-notices': { guardian: 'own', young: 'own' },
  'claim-child': { guardian: 'own' },
  // Enrolments
  'check-child': { guardian: 'own', young: 'own', school: 'own' },
  'enrol-child': { guardian: 'own', young: 'own', school: 'own' },
  'see-enrolments': { guardian: 'own', young: 'own', school: 'own' },
  'withdraw-child': { guardian: 'own', young: 'own', school: 'own' },
  'answer-offer': { guardian: 'own', young: 'own' },
  'enrol-together': { guardian: 'own' },
  'enrol-with-friend': { guardian: 'own', young: 'own' },
  'swap-place': { guardian: 'own', young: 'own' },
  // Waiting lists
  'answer-offer-by-link': { everyone: 'all' },
  'change-enrolment': { guardian: 'own', young: 'own' },
  'see-waiting-list': { provider: 'own', team: 'all' },
  'see-alternatives': { guardian: 'own', young: 'own' },
  // Consent of guardians to what a school enrols their child for
  'answer-consent': { guardian: 'own', young: 'own' },
  'answer-consent-by-link': { everyone: 'all' },
  'see-school-consent': { guardian: 'own', young: 'own' },
  'keep-school-consent': { guardian: 'own' },
  // Colleagues: leaving is for everybody, removing somebody else for who keeps the staff
  'leave-staff': { school: 'own', provider: 'own' },
  // Schools
  'publish-timetable': { school: 'own' },
  'keep-closures': { school: 'own' },
  'see-school-clashes': { school: 'own' },
  'keep-groups': { school: 'own' },
  'see-pupils': { school: 'own' },
  'keep-pupils': { school: 'own' },
  'hand-out-claims': { school: 'own' },
  'enrol-class': { school: 'own' },
  'see-school-staff': { school: 'own', team: 'all' },
  'keep-school-staff': { 'school-owner': 'own', team: 'all' },
  // Providers
  'apply-as-provider': { guardian: 'own' },
  'see-provider': { provider: 'own', team: 'all' },
  'change-provider': { 'provider-owner': 'own' },
  'see-provider-staff': { provider: 'own', team: 'all' },
  'keep-provider-staff': { 'provider-owner': 'own', team: 'all' },
  'publish-offering': { provider: 'own' },
  'see-own-offerings': { provider: 'own' },
  'see-holds': { provider: 'own', team: 'all', school: 'own' },
  'keep-holds': { provider: 'own', team: 'all' },
  'invite-children': { school: 'own' },
  'see-offering-clashes': { provider: 'own' },
  'see-participants': { coach: 'own', team: 'all-with-reason' },
  // The programme team
  'see-providers': { team: 'all' },
  'decide-on-provider': { team: 'all' },
  'search-children': { team: 'all-with-reason' },
  'see-child-as-team': { team: 'all-with-reason' },
  'see-change-log': { team: 'all' },
  'see-jobs': { team: 'all' },
  'keep-periods': { team: 'all' },
  'change-settings': { team: 'all' },
  'see-team': { team: 'all' },
  'keep-team': { team: 'all' },
} as const satisfies Record<string, Partial<Record<Role | 'everyone', Whose>>>

export type Verb = keyof typeof accessTable
