import type { Queryable } from '@portal/db/client.ts'
import { type ClassEnrolmentInput, mostPupils } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { needsConsent } from '@portal/shared/consents/needs-consent.ts'
import { ageOn } from '@portal/shared/eligibility/age.ts'
import { consentDeadline } from '@portal/shared/enrolments/consent-deadline.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { isClaimed } from '../pupils/queries.ts'

/** A pupil who is about to be enrolled by the school. */
export type PupilToEnrol = {
  id: string
  firstName: string
  lastName: string
  group: string | null
  /** A guardian has to be asked. */
  needsConsent: boolean
  /** There is somebody who can be asked. */
  isFamilyKnown: boolean
}

/** Whom a school wants to enrol, for what, and until when guardians could answer. */
export type ClassToEnrol = {
  pupils: PupilToEnrol[]
  offering: { id: string; title: string }
  groupName: string | null
  consentUntil: Date
}

type Asked = Pick<ClassEnrolmentInput, 'offeringId' | 'childIds' | 'groupId'>

const refuse = (pointer: string, detail: string) =>
  new Problem('invalid-input', { detail, errors: [{ pointer, detail }] })

/**
 * Reads what the offering is, and who the pupils are: in the order in which they get the places. That order is drawn, from offering and
 * child, so that it is the same in the preview and in what happens, and nobody is always last by their name. Two queries.
 * @throws Problem not-found (offering, group or a pupil is none of this school); invalid-input (nobody, or too many)
 */
export async function findClass(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  db: Queryable,
  actor: Actor,
  schoolId: string,
  { offeringId, childIds, groupId }: Asked,
): Promise<ClassToEnrol> {
  const { id: m, timeZone } = deps.municipality
  const now = deps.clock()
  const ids = [...new Set(childIds)]
  const [about] = await db.sql<{
    id: string
    title: string
    consentDays: number
    nextStart: Date | null
    groupName: string | null
  }>`
    SELECT o.id, a.title, m.consent_days AS "consentDays",
      (SELECT min(s.starts_at) FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL AND s.starts_at > ${now}) AS "nextStart",
      (SELECT g.name FROM school_group g WHERE g.municipality_id = o.municipality_id AND g.school_id = ${schoolId}
        AND g.id = ${groupId}::uuid) AS "groupName"
    FROM offering o
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN municipality m ON m.id = o.municipality_id
    WHERE o.municipality_id = ${m} AND o.id = ${offeringId} AND o.status <> 'draft'`
  if (!about || (groupId !== null && about.groupName === null)) throw new Problem('not-found')
  const rows = await db.sql<
    Omit<PupilToEnrol, 'needsConsent'> & { birthDate: string; hasConsent: boolean; isByGuardian: boolean }
  >`
    SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", g.name AS "group", c.birth_date AS "birthDate",
      ${isClaimed} AS "isFamilyKnown",
      EXISTS (SELECT 1 FROM school_consent x WHERE x.municipality_id = c.municipality_id AND x.child_id = c.id
        AND x.school_id = c.school_id) AS "hasConsent",
      EXISTS (SELECT 1 FROM guardianship u WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id
        AND u.account_id = ${actor.accountId}) AS "isByGuardian"
    FROM child c LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
    WHERE c.municipality_id = ${m} AND c.school_id = ${schoolId}
      AND (c.id = ANY (${ids}::uuid[]) OR c.group_id = ${groupId}::uuid)
    ORDER BY md5(${offeringId}::text || c.id::text) LIMIT ${mostPupils + 1}`
  if (rows.length > mostPupils) throw refuse('/groupId', `At most ${mostPupils} pupils at once.`)
  const found = new Set(rows.map(({ id }) => id))
  if (ids.some((id) => !found.has(id))) throw new Problem('not-found')
  if (rows.length === 0) throw refuse('/groupId', 'This group has no pupils.')
  const today = toLocal(now, timeZone).date
  return {
    pupils: rows.map(({ birthDate, hasConsent, isByGuardian, ...pupil }) => ({
      ...pupil,
      needsConsent: needsConsent({ age: ageOn(birthDate, today), hasConsent, isByGuardian }),
    })),
    offering: { id: about.id, title: about.title },
    groupName: about.groupName,
    consentUntil: new Date(
      consentDeadline(now.getTime(), about.nextStart?.getTime() ?? null, about.consentDays),
    ),
  }
}

/**
 * Holds on to the standing consents of pupils until the transaction ends: a guardian who takes one back meanwhile does so before or
 * after, never in between.
 */
export async function holdConsents(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Queryable,
  schoolId: string,
  { childIds, groupId }: Pick<Asked, 'childIds' | 'groupId'>,
): Promise<void> {
  await tx.sql`
    SELECT 1 FROM school_consent x WHERE x.municipality_id = ${municipality.id} AND x.school_id = ${schoolId}
      AND (x.child_id = ANY (${[...childIds]}::uuid[]) OR x.child_id IN (SELECT c.id FROM child c
        WHERE c.municipality_id = x.municipality_id AND c.group_id = ${groupId}::uuid))
    ORDER BY x.child_id FOR KEY SHARE`
}
