import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'

type Deps = Pick<Dependencies, 'municipality'>

/**
 * Until the end of the transaction no lessons and closures change; others may hold them still at the same time. For whoever decides by
 * them and writes what a change of them has to see: enrolling, or another school of a child. Before all other locks.
 */
export async function holdCalendar({ municipality }: Deps, tx: Transaction): Promise<void> {
  await tx.sql`SELECT hold_calendar(${municipality.id})`
}

/** Until the end of the transaction nobody else changes lessons or closures, or decides by them. Before all other locks. */
export async function changeCalendar({ municipality }: Deps, tx: Transaction): Promise<void> {
  await tx.sql`SELECT change_calendar(${municipality.id})`
}
