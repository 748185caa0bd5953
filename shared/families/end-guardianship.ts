import type { ProblemCode } from '../problem.ts'
import { ages, type FamilyTie, whyNotAct } from './may-act.ts'

/** `tie`: how the asker stands to the child. `link`: what is to be ended, and whether it is the asker's own. */
export type EndedLink = {
  tie: FamilyTie
  link: { kind: 'guardian' | 'young'; isOwn: boolean }
  /** How many guardians the child has now. */
  guardians: number
}

/**
 * Why a link between an account and a child may not be ended; null when it may. Parents who live apart must not be able to shut
 * each other out, so a guardian ends only their own link; from 16 the young person decides and ends any. A child under 16, or
 * without an account of its own, keeps at least one guardian. The account of a young person under 16 is ended by a guardian
 * too: it may have been given to the wrong address.
 */
export function whyNotEnd({
  tie,
  link,
  guardians,
}: EndedLink): Extract<
  ProblemCode,
  'last-guardian' | 'only-own-link' | 'guardian-acts' | 'young-person-acts' | 'not-found'
> | null {
  if (link.kind === 'young') {
    if (!link.isOwn) return whyNotAct(tie)
    return guardians > 0 ? null : 'last-guardian'
  }
  if (!link.isOwn && !tie.isSelf) return tie.isGuardian ? 'only-own-link' : 'not-found'
  if (!link.isOwn && tie.age < ages.actsAlone) return 'guardian-acts'
  const canDoWithout = tie.hasOwnAccount && tie.age >= ages.actsAlone
  return guardians > 1 || canDoWithout ? null : 'last-guardian'
}
