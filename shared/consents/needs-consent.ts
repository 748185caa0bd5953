import { ages } from '../families/may-act.ts'

/**
 * Whether a guardian has to be asked before a school's enrolment of a pupil holds. From 16 the young person decides, and is told.
 * `age` in whole years today; `hasConsent`: a guardian let this school enrol the child from now on; `isByGuardian`: whoever enrols at
 * the school is a guardian of this child.
 */
export const needsConsent = (pupil: { age: number; hasConsent: boolean; isByGuardian: boolean }): boolean =>
  pupil.age < ages.actsAlone && !pupil.hasConsent && !pupil.isByGuardian
