import type { ProblemCode } from '../problem.ts'

/**
 * From this age somebody can be invited to see their own week, and from this age they act alone. 16 is the age from which a
 * person decides about their own data (article 5 of the UAVG, the Dutch act beside the GDPR).
 */
export const ages = { seesOwnWeek: 12, actsAlone: 16 } as const

/** How somebody stands to a child. `age` in whole years today. */
export type FamilyTie = {
  isGuardian: boolean
  /** The account is the young person's own. */
  isSelf: boolean
  age: number
  /** The young person has an account of their own, whoever asks. */
  hasOwnAccount: boolean
}

/**
 * Why somebody of the family may not act (enrol, withdraw, answer an offer, change or remove the child); null when they may.
 * A young person acts alone from 16, and then the guardians only look on. Until then, and for somebody of 16 without an account,
 * the guardians act. Seeing is not asked here: whoever is of the family sees.
 */
export function whyNotAct(
  tie: FamilyTie,
): Extract<ProblemCode, 'young-person-acts' | 'guardian-acts' | 'not-found'> | null {
  if (tie.isSelf) return tie.age >= ages.actsAlone ? null : 'guardian-acts'
  if (!tie.isGuardian) return 'not-found'
  return tie.hasOwnAccount && tie.age >= ages.actsAlone ? 'young-person-acts' : null
}
