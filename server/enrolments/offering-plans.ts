import type { Queryable } from '@portal/db/client.ts'
import type { OfferingStatus } from '@portal/shared/catalogue/offering.ts'
import type { AudienceFacts } from '@portal/shared/eligibility/decide-eligibility.ts'
import type { Hold } from '@portal/shared/holds/matching-holds.ts'
import { type PlannedSession, planSession } from '@portal/shared/schedule/find-clashes.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'

/** Everything about an offering that a decision rests on, as of one version. */
export type OfferingPlan = {
  id: string
  version: number
  title: string
  status: OfferingStatus
  enrolmentMode: 'direct' | 'round' | 'school'
  hasWaitingList: boolean
  inSchoolTime: boolean
  opensAt: number
  closesAt: number
  audience: AudienceFacts
  neighbourhoodNames: string[]
  sessions: PlannedSession[]
  /** Not released; whether one still holds depends on the moment. */
  holds: Hold[]
}

type Row = {
  id: string
  version: number
  title: string
  status: OfferingPlan['status']
  enrolmentMode: OfferingPlan['enrolmentMode']
  hasWaitingList: boolean
  inSchoolTime: boolean
  opensAt: Date
  closesAt: Date
  audience: AudienceFacts['audience']
  ageMin: number | null
  ageMax: number | null
  years: number[]
  invitedOnly: boolean
  neighbourhoods: { code: string; name: string }[] | null
  schools: string[]
  holds: (Omit<Hold, 'until'> & { until: string })[] | null
  sessions:
    | {
        id: string
        startsAt: string
        endsAt: string
        placeId: string
        schoolId: string | null
        latitude: number
        longitude: number
      }[]
    | null
}

/** Reads the plans of several offerings in one query. */
export async function readPlans(
  db: Queryable,
  municipality: { id: string; timeZone: string },
  ids: string[],
  now: Date,
): Promise<OfferingPlan[]> {
  const rows = await db.sql<Row>`
    SELECT o.id, o.version, a.title, o.status, o.enrolment_mode AS "enrolmentMode", o.has_waiting_list AS "hasWaitingList",
      o.in_school_time AS "inSchoolTime", o.enrolment_opens_at AS "opensAt", o.enrolment_closes_at AS "closesAt",
      o.audience, o.age_min AS "ageMin", o.age_max AS "ageMax", o.years, o.invited_only AS "invitedOnly",
      (SELECT json_agg(json_build_object('code', n.code, 'name', n.name) ORDER BY n.name) FROM offering_neighbourhood x
        JOIN neighbourhood n ON n.municipality_id = x.municipality_id AND n.code = x.neighbourhood_code
        WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS neighbourhoods,
      ARRAY(SELECT x.school_id::text FROM offering_school x
        WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS schools,
      (SELECT json_agg(json_build_object('id', h.id, 'kind', h.kind, 'schoolId', h.school_id,
          'neighbourhoodCode', h.neighbourhood_code, 'until', h.until))
        FROM place_hold h WHERE h.municipality_id = o.municipality_id AND h.offering_id = o.id AND h.released_at IS NULL) AS holds,
      (SELECT json_agg(json_build_object('id', s.id, 'startsAt', s.starts_at, 'endsAt', s.ends_at, 'placeId', p.id,
          'schoolId', p.school_id, 'latitude', p.latitude, 'longitude', p.longitude) ORDER BY s.starts_at)
        FROM session s JOIN place p ON p.municipality_id = s.municipality_id AND p.id = s.place_id
        WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL) AS sessions
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${municipality.id} AND o.id = ANY (${ids}::uuid[])`
  return rows.map((row) => planOf(row, municipality.timeZone, now))
}

function planOf(row: Row, timeZone: string, now: Date): OfferingPlan {
  const sessions = (row.sessions ?? []).map((session) =>
    planSession(
      {
        id: session.id,
        startsAt: new Date(session.startsAt),
        endsAt: new Date(session.endsAt),
        spot: session,
      },
      timeZone,
    ),
  )
  const neighbourhoods = row.neighbourhoods ?? []
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    status: row.status,
    enrolmentMode: row.enrolmentMode,
    hasWaitingList: row.hasWaitingList,
    inSchoolTime: row.inSchoolTime,
    opensAt: row.opensAt.getTime(),
    closesAt: row.closesAt.getTime(),
    audience: {
      audience: row.audience,
      neighbourhoods: neighbourhoods.map((each) => each.code),
      schools: row.schools,
      ageMin: row.ageMin,
      ageMax: row.ageMax,
      years: row.years,
      invitedOnly: row.invitedOnly,
      // Without sessions yet, age counts today.
      firstDate: sessions[0]?.date ?? toLocal(now, timeZone).date,
    },
    neighbourhoodNames: neighbourhoods.map((each) => each.name),
    sessions,
    holds: (row.holds ?? []).map((hold) => ({ ...hold, until: new Date(hold.until).getTime() })),
  }
}

const known = new WeakMap<object, Map<string, OfferingPlan>>()

/**
 * Plans of these versions: from memory when the version is the same, else read. A plan read anew may be newer than was
 * asked for; whoever decides on it passes its version on, and the database compares.
 */
export async function plansOf(
  db: Queryable & object,
  municipality: { id: string; timeZone: string },
  wanted: { id: string; version: number }[],
  now: Date,
): Promise<Map<string, OfferingPlan>> {
  let plans = known.get(db)
  if (!plans || plans.size > 5000) {
    plans = new Map()
    known.set(db, plans)
  }
  const missing = wanted.filter(({ id, version }) => plans.get(id)?.version !== version).map(({ id }) => id)
  if (missing.length > 0) {
    for (const plan of await readPlans(db, municipality, missing, now)) plans.set(plan.id, plan)
  }
  return plans
}
