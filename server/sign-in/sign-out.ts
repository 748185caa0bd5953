import type { Dependencies } from '../app-env.ts'
import { hashOfToken } from '../http/session.ts'

/** Ends a session at once, for every process. Ending one that is not there is no error. */
export async function signOut({ db, municipality }: Dependencies, token: string | undefined): Promise<void> {
  if (!token) return
  await db.sql`
    DELETE FROM sign_in_session WHERE municipality_id = ${municipality.id} AND token_hash = ${hashOfToken(token)}`
}
