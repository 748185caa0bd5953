import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { newPairCode, showPairCode } from '@portal/shared/pair-codes/pair-code-text.ts'
import { addDays } from '@portal/shared/schedule/local-time.ts'
import { hashOfPairCode } from '../../pair-codes/hash-pair-code.ts'
import { type AccessCases, anOffering, makeChild, ownersOf, type Side, type World } from './case.ts'

/** Each on days of its own. */
let days = 0
const nextDay = () => {
  days += 1
  return addDays('2050-01-01', days)
}

/** Another child of the same guardian. */
async function aSibling({ test }: World, guardian: string): Promise<string> {
  const id = newId()
  await test.db.sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, postcode_by, neighbourhood_code, created_at)
    VALUES (${municipalityId}, ${id}, 'Proef', 'Kind', '2018-01-01', '5223AB', ${namedId('account', guardian)}, 'WK079611', now())`
  await test.db.sql`
    INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
    VALUES (${municipalityId}, ${namedId('account', guardian)}, ${id}, now())`
  return id
}

async function aPairCode({ test }: World, guardian: string, childId: string, offeringId: string) {
  const [id, code] = [newId(), newPairCode()]
  await test.db.sql`
    INSERT INTO pair_code (municipality_id, id, code_hash, child_id, offering_id, may_wait, alone_too, created_by, created_at, expires_at)
    VALUES (${municipalityId}, ${id}, ${hashOfPairCode(test.deps, code)}, ${childId}, ${offeringId}, true, false,
      ${namedId('account', guardian)}, ${test.deps.clock()}, ${new Date(test.deps.clock().getTime() + 3_600_000)})`
  return { id, code: showPairCode(code) }
}

const offering = (world: World) => anOffering(world, namedId('provider', 0))
/** One that does not meet at the same time as the first. */
async function anotherOffering(world: World): Promise<string> {
  const first = await offering(world)
  const [row] = await world.test.db.sql<{ id: string }>`
    SELECT o.id FROM offering o JOIN activity a ON a.id = o.activity_id JOIN offering f ON f.id = ${first}
    WHERE o.status = 'published' AND o.id <> f.id AND o.enrolment_mode = 'direct' ORDER BY o.id LIMIT 1`
  return row?.id ?? ''
}

async function aPlace(world: World, side: Side) {
  const child = await makeChild(world, side)
  const id = newId()
  await world.test.db.sql`
    INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, change_reason)
    SELECT ${municipalityId}, ${id}, ${child.id}, id, 'placed', now(), busy, now(), 'test'
    FROM offering WHERE id = ${await offering(world)}`
  const { schoolId: _, ...ofFamily } = child
  return { ...ofFamily, table: 'enrolment', id, path: { id } }
}

/** Limits of places, what children do together, and swaps. */
export const togetherCases: AccessCases = {
  kinds: {
    async period(world) {
      const id = newId()
      const day = nextDay()
      await world.test.db.sql`
        INSERT INTO period (municipality_id, id, name, first_date, last_date, most_places, created_at)
        VALUES (${municipalityId}, ${id}, 'Proef', ${day}, ${day}, 2, now())`
      return { table: 'period', id, path: { id } }
    },
    'family child': async (world, side) => {
      const { schoolId: _, ...child } = await makeChild(world, side)
      return child
    },
    'pair code': async (world, side) => {
      const { guardian } = ownersOf(world, side)
      const child = await aSibling(world, guardian)
      const { id } = await aPairCode(world, guardian, child, await offering(world))
      return { table: 'pair_code', id, path: { id }, account: guardian }
    },
    place: aPlace,
  },
  about: {
    '/periods/{id}': 'period',
    '/children/{id}/places': 'child',
    '/pair-codes/{id}': 'pair code',
    '/enrolments/{id}/swaps': 'place',
    '/enrolments/{id}/swaps/previews': 'place',
    'POST /enrolment-groups': 'family child',
    'POST /enrolment-groups/previews': 'family child',
    'POST /pair-codes': 'family child',
    'POST /pair-codes/redemptions': 'family child',
  },
  bodies: {
    'POST /periods': () => {
      const day = nextDay()
      return { name: 'Proef', firstDate: day, lastDate: day, mostPlaces: 2 }
    },
    'POST /enrolment-groups': async (world, subject) => ({
      offeringId: await offering(world),
      childIds: [subject?.id, await aSibling(world, subject?.guardian ?? '')],
    }),
    'POST /enrolment-groups/previews': async (world, subject) => ({
      offeringId: await offering(world),
      childIds: [subject?.id, await aSibling(world, subject?.guardian ?? '')],
    }),
    'POST /enrolments/{id}/swaps': async (world) => ({ offeringId: await anotherOffering(world) }),
    'POST /enrolments/{id}/swaps/previews': async (world) => ({ offeringId: await anotherOffering(world) }),
    'POST /pair-codes': async (world, subject) => ({
      childId: subject?.id,
      offeringId: await offering(world),
    }),
    'POST /pair-codes/previews': () => ({ code: newPairCode() }),
    'POST /pair-codes/redemptions': async (world, subject) => {
      const guardian = 'team@demo.example'
      const friend = await aSibling(world, guardian)
      const { code } = await aPairCode(world, guardian, friend, await offering(world))
      return { code, childId: subject?.id }
    },
    'PATCH /periods/{id}': () => ({ name: `Proef ${nextDay()}` }),
  },
}
