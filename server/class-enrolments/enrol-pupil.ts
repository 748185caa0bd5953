import { inTransaction } from '@portal/db/transaction.ts'
import type { EnrolmentReceipt, EnrolmentRequest } from '@portal/shared/enrolments/enrolment.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { sendConsentLettersSoon } from '../consents/send-consent-letters.ts'
import { refusalProblem } from '../http/problem.ts'
import { keepTrying } from './enrol-class.ts'
import { findClass, holdConsents } from './find-pupils.ts'
import { placePupils } from './place-pupils.ts'

/**
 * A school enrols one pupil of whom a guardian has to be asked: as a class of one, without a table to keep. Null when nobody has to
 * be asked (any more): then it is an enrolment as any other.
 * @throws Problem with the refusals of the rules; not-found, unavailable
 */
export async function enrolPupil(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  { childId, offeringId }: EnrolmentRequest,
): Promise<EnrolmentReceipt | null> {
  const asked = { offeringId, childIds: [childId], groupId: null }
  const receipt = await keepTrying(() =>
    inTransaction(deps.db, async (tx) => {
      await holdConsents(deps, tx, schoolId, asked)
      const toEnrol = await findClass(deps, tx, actor, schoolId, asked)
      if (!toEnrol.pupils.some(({ needsConsent }) => needsConsent)) return null
      const { results } = await placePupils(deps, tx, actor, schoolId, toEnrol, {
        allOrNone: false,
        mayWait: true,
      })
      const [result] = results
      const [first, ...rest] = result?.refusals ?? []
      if (first) throw refusalProblem([first, ...rest])
      if (!result?.enrolmentId || result.outcome === 'refused' || result.outcome === 'existing') return null
      const { enrolmentId: id, outcome: status, position } = result
      return { id, status, ...(position === null ? {} : { position }), childId, offeringId }
    }),
  )
  if (receipt) sendConsentLettersSoon(deps)
  return receipt
}
