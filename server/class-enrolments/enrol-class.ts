import { createHash } from 'node:crypto'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { ClassEnrolment, ClassEnrolmentInput } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { sendConsentLettersSoon } from '../consents/send-consent-letters.ts'
import type { PlaceResult } from '../enrolments/decide-together.ts'
import { Problem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { type ClassToEnrol, findClass, holdConsents } from './find-pupils.ts'
import { PupilLeft, placePupils } from './place-pupils.ts'
import { placeOptions } from './preview-class.ts'
import { findClassEnrolment } from './queries.ts'

/** Each time a pupil left the school meanwhile. */
const mostTries = 5

/** What tells one request from another under the same key; the order of pupils says nothing. */
const hashOf = ({ childIds, ...input }: ClassEnrolmentInput): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        input.offeringId,
        input.groupId,
        input.mode,
        input.mayWait,
        [...new Set(childIds)].sort(),
      ]),
    )
    .digest()

/**
 * Enrols pupils of an own school in one transaction, and keeps the result as a table. The same `key` again (a lost answer, a double
 * click) gives the same table and enrols nobody twice: whoever comes second waits for the first.
 * @throws Problem not-found, invalid-input, request-key-reused, session-clash, unavailable
 */
export async function enrolClass(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: ClassEnrolmentInput,
  key: string,
): Promise<{ table: ClassEnrolment; isNew: boolean }> {
  holdToOwnSchool(actor, schoolId)
  const { id, isNew } = await keepTrying(() =>
    inTransaction(deps.db, (tx) => run(deps, tx, actor, schoolId, input, key)),
  )
  if (isNew) sendConsentLettersSoon(deps)
  return { table: await findClassEnrolment(deps, actor, schoolId, id), isNew }
}

/** Does it again when a pupil left meanwhile. @throws Problem unavailable */
export async function keepTrying<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof PupilLeft)) throw error
    }
  }
  throw new Problem('unavailable', { detail: 'Too much is changing at once; try again.', retryAfter: 1 })
}

async function run(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  schoolId: string,
  input: ClassEnrolmentInput,
  key: string,
): Promise<{ id: string; isNew: boolean }> {
  const m = deps.municipality.id
  const now = deps.clock()
  const hash = hashOf(input)
  const find = () => tx.sql<{ id: string; isSame: boolean }>`
    SELECT id, request_hash = ${hash} AS "isSame" FROM class_enrolment
    WHERE municipality_id = ${m} AND school_id = ${schoolId} AND by_account = ${actor.accountId} AND request_key = ${key}`
  const asBefore = (found: { id: string; isSame: boolean }) => {
    if (!found.isSame) throw new Problem('request-key-reused')
    return { id: found.id, isNew: false }
  }
  const [before] = await find()
  if (before) return asBefore(before)
  await holdConsents(deps, tx, schoolId, input)
  const toEnrol = await findClass(deps, tx, actor, schoolId, input)
  const id = newId(now.getTime())
  const [begun] = await tx.sql`
    INSERT INTO class_enrolment (municipality_id, id, school_id, offering_id, by_account, request_key, request_hash, mode, may_wait,
      group_name, made_at)
    VALUES (${m}, ${id}, ${schoolId}, ${input.offeringId}, ${actor.accountId}, ${key}, ${hash}, ${input.mode}, ${input.mayWait},
      ${toEnrol.groupName}, ${now})
    ON CONFLICT (municipality_id, school_id, by_account, request_key) DO NOTHING RETURNING 1`
  if (!begun) {
    // The other one was waited for, and is there now: this statement begins after it.
    const [other] = await find()
    if (other) return asBefore(other)
  }
  const { results, isNone } = await placePupils(deps, tx, actor, schoolId, toEnrol, placeOptions(input))
  if (isNone)
    await tx.sql`UPDATE class_enrolment SET is_none = true WHERE municipality_id = ${m} AND id = ${id}`
  await keepLines(deps, tx, id, results)
  await logChange(deps, tx, actor, {
    verb: 'enrol-class',
    subjectKind: 'school',
    subjectId: schoolId,
    after: logged(id, toEnrol, isNone),
  })
  return { id, isNew: true }
}

const logged = (id: string, { offering, pupils, groupName }: ClassToEnrol, isNone: boolean) => ({
  id,
  title: offering.title,
  groups: groupName ? [groupName] : [],
  children: isNone ? 0 : pupils.length,
})

async function keepLines(
  { municipality }: Dependencies,
  tx: Transaction,
  id: string,
  results: readonly PlaceResult[],
): Promise<void> {
  const lines = results.map(({ wish, outcome, enrolmentId, position, refusals }, index) => ({
    number: index + 1,
    child_id: wish.childId,
    enrolment_id: enrolmentId,
    outcome,
    queue_position: position,
    refusals,
  }))
  await tx.sql`
    INSERT INTO class_enrolment_line (municipality_id, class_enrolment_id, number, child_id, enrolment_id, outcome,
      queue_position, refusals)
    SELECT ${municipality.id}, ${id}::uuid, l.number, l.child_id, l.enrolment_id, l.outcome, l.queue_position, l.refusals
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l (number smallint, child_id uuid, enrolment_id uuid,
      outcome text, queue_position integer, refusals jsonb)`
}
