import type { Queryable } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'

/** Each time the enrolment got, or lost, another one with which it is to be exchanged. */
const mostTries = 8

/**
 * Locks the offering of an enrolment, and with it those of the places for which it is to be exchanged: a swap ends one and begins
 * the other in one transaction, and everybody takes their locks in the order of ids. Locks nothing of what is not there.
 */
export async function lockOfferingsAround(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Queryable,
  enrolmentId: string,
  alsoOfferings: readonly string[] = [],
): Promise<void> {
  const around = async () => {
    const rows = await tx.sql<{ id: string }>`
      SELECT DISTINCT x.offering_id AS id FROM enrolment e
      JOIN enrolment x ON x.municipality_id = e.municipality_id
        AND (x.id = e.id OR x.id = e.gives_up OR x.gives_up = e.id)
      WHERE e.municipality_id = ${municipality.id} AND e.id = ${enrolmentId} ORDER BY x.offering_id`
    return rows.map(({ id }) => id)
  }
  const locked = new Set<string>()
  let wanted = [...new Set([...(await around()), ...alsoOfferings])]
  for (let tries = 1; tries <= mostTries; tries += 1) {
    await tx.sql`
      SELECT 1 FROM offering WHERE municipality_id = ${municipality.id} AND id = ANY (${wanted}::uuid[])
      ORDER BY id FOR NO KEY UPDATE`
    for (const id of wanted) locked.add(id)
    // Under the lock of its offering nobody makes a swap of it any more; one that was made just before is locked too.
    wanted = (await around()).filter((id) => !locked.has(id))
    if (wanted.length === 0) return
  }
}
