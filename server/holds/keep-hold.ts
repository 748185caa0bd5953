import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { HoldInput, HoldPatch, PlaceHold } from '@portal/shared/holds/hold.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import type { FieldError } from '../http/validate.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { offerFreedPlaces } from '../waiting-list/offer-freed-place.ts'
import { findHold, type HoldRow, loggedHold, wireHold } from './hold-columns.ts'

/** What of an offering decides on holding places. */
type Held = {
  /** For everybody: neither taken nor held. */
  free: number
  status: string
  enrolmentMode: string
  lastStart: Date | null
  schools: string[]
}

/** Locks an own offering (the team: any), then reads it as it is now. @throws Problem not-found */
async function lockOffering(deps: Dependencies, tx: Transaction, actor: Actor, id: string): Promise<Held> {
  const m = deps.municipality.id
  const [own] = await tx.sql`
    SELECT 1 FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${m} AND o.id = ${id} AND (${actor.isTeam} OR a.provider_id = ANY (${actor.providerIds}::uuid[]))
    FOR NO KEY UPDATE OF o`
  const [offering] = await tx.sql<Held>`
    SELECT o.capacity - o.taken - o.held AS free, o.status, o.enrolment_mode AS "enrolmentMode",
      (SELECT max(s.starts_at) FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL) AS "lastStart",
      ARRAY(SELECT x.school_id::text FROM offering_school x
        WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS schools
    FROM offering o WHERE o.municipality_id = ${m} AND o.id = ${id}`
  if (!own || !offering) throw new Problem('not-found')
  return offering
}

/** What a schema cannot see of the moment on which places are released. */
function wrongUntil(deps: Dependencies, { lastStart }: Held, until: string | undefined): FieldError[] {
  if (until === undefined) return []
  const pointer = '/until'
  if (Date.parse(until) <= deps.clock().getTime())
    return [{ pointer, detail: 'Use a moment that is still to come.' }]
  if (lastStart && Date.parse(until) > lastStart.getTime())
    return [{ pointer, detail: 'Release the places before the last session begins.' }]
  return []
}

async function wrongTarget(
  deps: Dependencies,
  tx: Transaction,
  { schools }: Held,
  { kind, schoolId, neighbourhoodCode }: HoldInput,
): Promise<FieldError[]> {
  const m = deps.municipality.id
  if (kind === 'school') {
    const pointer = '/schoolId'
    const [school] = await tx.sql`SELECT 1 FROM school WHERE municipality_id = ${m} AND id = ${schoolId}`
    if (!school) return [{ pointer, detail: 'There is no such school.' }]
    if (schools.length > 0 && !schools.includes(schoolId ?? ''))
      return [{ pointer, detail: 'The offering is for other schools.' }]
  }
  if (kind === 'neighbourhood') {
    const [found] =
      await tx.sql`SELECT 1 FROM neighbourhood WHERE municipality_id = ${m} AND code = ${neighbourhoodCode}`
    if (!found) return [{ pointer: '/neighbourhoodCode', detail: 'There is no such neighbourhood.' }]
  }
  return []
}

const refuse = (errors: FieldError[]) => {
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
}

/** `more`: how many places more than now are to be held. */
function holdToFree({ free }: Held, more: number, places: number): void {
  if (more <= free) return
  throw new Problem('held-places-not-free', {
    detail: `${free} places are free for everybody.`,
    facts: { free, places },
  })
}

/**
 * Holds free places of an own offering (the team: of any) for a school, a neighbourhood or invited children.
 * @throws Problem not-found, invalid-input, held-places-not-free, enrolment-by-round, offering-not-published (it is cancelled)
 */
export async function holdPlaces(
  deps: Dependencies,
  actor: Actor,
  offeringId: string,
  input: HoldInput,
): Promise<PlaceHold> {
  return inTransaction(deps.db, async (tx) => {
    const offering = await lockOffering(deps, tx, actor, offeringId)
    refuse([...wrongUntil(deps, offering, input.until), ...(await wrongTarget(deps, tx, offering, input))])
    if (offering.status === 'cancelled')
      throw new Problem('offering-not-published', { facts: { status: offering.status } })
    if (offering.enrolmentMode === 'round') throw new Problem('enrolment-by-round')
    holdToFree(offering, input.places, input.places)
    const id = newId()
    await tx.sql`
      INSERT INTO place_hold (municipality_id, id, offering_id, kind, school_id, neighbourhood_code, places, until, created_at, created_by)
      VALUES (${deps.municipality.id}, ${id}, ${offeringId}, ${input.kind}, ${input.kind === 'school' ? input.schoolId : null},
        ${input.kind === 'neighbourhood' ? input.neighbourhoodCode : null}, ${input.places}, ${new Date(input.until)},
        ${deps.clock()}, ${actor.accountId})`
    const row = await existing(deps, tx, offeringId, id)
    await log(deps, tx, actor, 'hold-places', offeringId, { after: loggedHold(row) })
    return wireHold(row)
  })
}

async function existing(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  id: string,
): Promise<HoldRow> {
  const row = await findHold(deps, tx, offeringId, id)
  if (!row) throw new Problem('not-found')
  return row
}

/** On the page of the log a hold is a matter of its offering. */
export const log = (
  deps: Dependencies,
  tx: Transaction,
  actor: Actor | null,
  verb: 'hold-places' | 'change-held-places' | 'release-held-places',
  offeringId: string,
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
) => logChange(deps, tx, actor, { verb, subjectKind: 'offering', subjectId: offeringId, ...change })

/**
 * Holds more or fewer places, or until another moment; what comes free, or is held for somebody who waits, is offered at once.
 * @throws Problem not-found, invalid-input, hold-ended, held-places-used (fewer than are used), held-places-not-free
 */
export async function changeHold(
  deps: Dependencies,
  actor: Actor,
  offeringId: string,
  id: string,
  patch: HoldPatch,
): Promise<PlaceHold> {
  return inTransaction(deps.db, async (tx) => {
    const offering = await lockOffering(deps, tx, actor, offeringId)
    const before = await existing(deps, tx, offeringId, id)
    if (before.releasedAt) throw new Problem('hold-ended')
    refuse(wrongUntil(deps, offering, patch.until))
    const places = patch.places ?? before.places
    if (places < before.used) {
      throw new Problem('held-places-used', {
        detail: `${before.used} of the held places are used.`,
        facts: { used: before.used, places },
      })
    }
    holdToFree(offering, places - before.places, places)
    const until = patch.until === undefined ? before.until : new Date(patch.until)
    await tx.sql`
      UPDATE place_hold SET places = ${places}, until = ${until}
      WHERE municipality_id = ${deps.municipality.id} AND id = ${id}`
    const after = await existing(deps, tx, offeringId, id)
    const changed = changedFields(loggedHold(before), loggedHold(after))
    if (Object.keys(changed.after).length > 0) {
      const { kind, name } = loggedHold(after)
      await log(deps, tx, actor, 'change-held-places', offeringId, {
        before: changed.before,
        after: { kind, name, ...changed.after },
      })
    }
    await offerFreedPlaces(deps, tx, offeringId, deps.clock())
    return wireHold(after)
  })
}

/**
 * Ends a hold now: whoever has a place from it keeps it, what is left is for everybody and is offered to who waits. Ending it again
 * changes nothing.
 * @throws Problem not-found
 */
export async function releaseHold(
  deps: Dependencies,
  actor: Actor,
  offeringId: string,
  id: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockOffering(deps, tx, actor, offeringId)
    const hold = await existing(deps, tx, offeringId, id)
    if (hold.releasedAt) return
    await releaseLocked(deps, tx, actor, offeringId, [hold])
  })
}

/** Releases holds of an offering that is locked, and offers what was left of them to who waits. Answers how many were offered a place. */
export async function releaseLocked(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor | null,
  offeringId: string,
  holds: readonly HoldRow[],
): Promise<number> {
  const now = deps.clock()
  await tx.sql`
    UPDATE place_hold SET released_at = ${now}
    WHERE municipality_id = ${deps.municipality.id} AND id = ANY (${holds.map(({ id }) => id)}::uuid[]) AND released_at IS NULL`
  for (const hold of holds)
    await log(deps, tx, actor, 'release-held-places', offeringId, { before: loggedHold(hold) })
  const { offered } = await offerFreedPlaces(deps, tx, offeringId, now)
  return offered.length
}
