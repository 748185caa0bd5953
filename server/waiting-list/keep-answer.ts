import type { Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Dependencies } from '../app-env.ts'

/** An offer as it is kept. */
export type KeptOffer = {
  id: string
  offeredUntil: Date
  answer: 'accepted' | 'declined' | 'taken' | null
  answeredAt: Date | null
  answeredBy: string | null
  undoneAt: Date | null
}

/** The last offer of an enrolment; null when it was never offered. */
export async function newestOffer(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  enrolmentId: string,
): Promise<KeptOffer | null> {
  const [row] = await tx.sql<KeptOffer>`
    SELECT id, offered_until AS "offeredUntil", answer, answered_at AS "answeredAt", answered_by AS "answeredBy",
      undone_at AS "undoneAt"
    FROM place_offer WHERE municipality_id = ${municipality.id} AND enrolment_id = ${enrolmentId}
    ORDER BY offered_at DESC, id DESC LIMIT 1`
  return row ?? null
}

/** Writes an answer to the offer that stands; the enrolment is locked, and changed by the caller. */
export async function keepAnswer(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  enrolment: { id: string; offeredUntil: Date | null },
  { answer, by, now }: { answer: 'accepted' | 'declined'; by: string; now: Date },
): Promise<void> {
  const offer = await newestOffer({ municipality }, tx, enrolment.id)
  if (offer && offer.offeredUntil.getTime() === enrolment.offeredUntil?.getTime()) {
    // Of a pair a yes that waits for the others may still become a no; the same again keeps whose it was.
    await tx.sql`
      UPDATE place_offer SET answer = ${answer}, answered_at = ${now}, answered_by = ${by}
      WHERE municipality_id = ${municipality.id} AND id = ${offer.id} AND answer IS DISTINCT FROM ${answer}`
    return
  }
  // Offered before offers were kept: it is kept from its answer on, so that a no can be taken back as well.
  await tx.sql`
    INSERT INTO place_offer (municipality_id, id, enrolment_id, offered_at, offered_until, answer, answered_at, answered_by)
    VALUES (${municipality.id}, ${newId()}, ${enrolment.id}, ${now}, ${enrolment.offeredUntil ?? now}, ${answer}, ${now}, ${by})`
}
