import { sql } from 'drizzle-orm'

/** Whether a school made enrolment `e` of a statement (its first event says so), and not the family. */
export const enrolledBySchool = sql`EXISTS (
  SELECT 1 FROM enrolment_event v WHERE v.municipality_id = e.municipality_id AND v.enrolment_id = e.id
    AND v.from_status IS NULL AND v.reason LIKE 'enrolled by school%')`
