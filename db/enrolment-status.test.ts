import {
  claimsTime,
  enrolmentStatuses,
  isLive,
  mayBecome,
  takesPlace,
} from '@portal/shared/enrolments/status.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

/** The words between quotes in a definition that are statuses, in the order of the list in shared. */
const statusesIn = (definition: string | undefined) =>
  enrolmentStatuses.filter((status) => definition?.includes(`'${status}'`))
const inOrder = (statuses: readonly string[]) =>
  enrolmentStatuses.filter((status) => statuses.includes(status))

describe('the database and the rules agree', () => {
  it('on what may follow what, for every two states', async () => {
    const pairs = enrolmentStatuses.flatMap((from) => enrolmentStatuses.map((to) => ({ from, to })))
    const rows = await test.db.sql<{ from: string; to: string; may: boolean }>`
      SELECT x.from, x.to, status_may_become(x.from, x.to) AS may
      FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS x ("from" text, "to" text)`
    expect(rows).toHaveLength(enrolmentStatuses.length ** 2)
    expect(rows).toEqual(pairs.map((pair) => ({ ...pair, may: mayBecome(pair.from, pair.to) })))
  })

  it('on which states there are', async () => {
    const [check] = await test.db.sql<{ text: string }>`
      SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = 'enrolment_status_check'`
    expect(check?.text.match(/'\w+'/g)?.map((word) => word.slice(1, -1))).toEqual([...enrolmentStatuses])
  })

  it('on which of them take a place, claim the child’s time, and are one per child and offering', async () => {
    const [definitions] = await test.db.sql<{ time: string; live: string; place: string }>`
      SELECT (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'no_child_in_two_places_at_once') AS time,
        pg_get_indexdef('one_live_enrolment_per_child_and_offering'::regclass) AS live,
        (SELECT (regexp_match(prosrc, 'FILTER \\(WHERE e\\.status IN \\(([^)]*)\\)'))[1] FROM pg_proc
          WHERE proname = 'apply_counts' AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')) AS place`
    expect(statusesIn(definitions?.time)).toEqual(inOrder(claimsTime))
    expect(statusesIn(definitions?.live)).toEqual(inOrder(isLive))
    expect(statusesIn(definitions?.place)).toEqual(inOrder(takesPlace))
  })
})
