import type { ConsentPreview } from '@portal/shared/consents/consent.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countConsentTry } from './answer-consent.ts'
import { findAsked } from './asked-consent.ts'

type Row = Omit<ConsentPreview['offering'], 'startTime' | 'endTime'> & {
  firstName: string
  school: string
  nextStart: Date | null
  nextEnd: Date | null
}

/**
 * What the holder of a letter is asked; nothing is used up.
 * @param network from clientNetwork
 * @throws Problem as answerByLink
 */
export async function previewConsent(
  deps: Dependencies,
  token: string,
  network: string,
): Promise<ConsentPreview> {
  await countConsentTry(deps, network)
  const { municipality } = deps
  const { enrolmentId, until } = await findAsked(deps, deps.db, token)
  const [row] = await deps.db.sql<Row>`
    SELECT o.id, a.title, p.name AS "placeName", o.first_date AS "firstDate", o.last_date AS "lastDate", o.weekdays,
      n.starts_at AS "nextStart", n.ends_at AS "nextEnd", c.first_name AS "firstName", coalesce(s.name, '') AS school
    FROM enrolment e
    JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
    LEFT JOIN LATERAL (
      SELECT x.starts_at, x.ends_at FROM session x
      WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id AND x.cancelled_at IS NULL
      ORDER BY x.ends_at < ${deps.clock()}, x.starts_at LIMIT 1) n ON true
    WHERE e.municipality_id = ${municipality.id} AND e.id = ${enrolmentId}`
  if (!row) throw new Problem('consent-ended')
  const time = (at: Date | null) => (at ? timeOf(toLocal(at, municipality.timeZone).minutes) : null)
  const { firstName, school, nextStart, nextEnd, ...offering } = row
  return {
    child: { firstName },
    school: { name: school },
    offering: { ...offering, startTime: time(nextStart), endTime: time(nextEnd) },
    until: until.toISOString(),
  }
}
