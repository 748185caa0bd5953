import type { Queryable } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'
import { neighbourhoodsOf } from './child-fields.ts'
import { forgetHomesInLog } from './forget-in-log.ts'
import { homeColumns, homesOf } from './plan-change.ts'

/**
 * Takes away the homes of a child that these accounts entered, who leave the family, also from the log: nobody who stays could see
 * or change them. The child has to be locked.
 */
export async function dropHomesOf(
  deps: Pick<Dependencies, 'municipality'>,
  tx: Queryable,
  childId: string,
  accountIds: readonly string[],
): Promise<void> {
  const m = deps.municipality.id
  const [row] = await tx.sql<Parameters<typeof homesOf>[0]>`
    SELECT ${homeColumns} FROM child c WHERE c.municipality_id = ${m} AND c.id = ${childId}`
  if (!row) return
  const isDropped = (by: string | null) => by !== null && accountIds.includes(by)
  const homes = homesOf(row)
  const dropped = homes.filter((home) => isDropped(home.by))
  if (dropped.length === 0) return
  const [first, second] = homes.filter((home) => !isDropped(home.by))
  const codes = await neighbourhoodsOf(deps, tx, [first?.postcode ?? null, second?.postcode ?? null])
  await tx.sql`
    UPDATE child SET postcode = ${first?.postcode ?? null}, postcode_by = ${first?.by ?? null}, neighbourhood_code = ${codes[0] ?? null},
      second_postcode = ${second?.postcode ?? null}, second_postcode_by = ${second?.by ?? null},
      second_neighbourhood_code = ${codes[1] ?? null}
    WHERE municipality_id = ${m} AND id = ${childId}`
  await forgetHomesInLog(
    deps,
    tx,
    childId,
    dropped.map((home) => home.postcode),
  )
}
