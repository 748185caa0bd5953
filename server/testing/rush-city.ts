import type { Queryable } from '@portal/db/client.ts'
import { insertRows } from '@portal/db/seed/insert-rows.ts'
import { loadReference, municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { hashOfToken, newToken } from '../http/session.ts'

/** A family that is signed in: `cookie` is a whole Cookie header. */
export type Family = { accountId: string; childId: string; cookie: string }

export type RushCity = { offeringIds: string[]; families: Family[] }

const day = 86_400_000
const neighbourhood = 'WK079611'

/**
 * One school with a timetable and `families` pupils, each with a parent who is signed in, and `offerings` for them after
 * school. All offerings meet at the same hours, so no child can have two, unless `apart`: then each has a weekday of its
 * own (at most five). Everything lies in the future of the real clock.
 */
export async function buildRushCity(
  db: Queryable,
  wanted: { offerings: number; capacity: number; families: number; apart?: boolean },
): Promise<RushCity> {
  await loadReference(db)
  const of = { municipality_id: municipalityId }
  const now = Date.now()
  const moment = (ms: number) => new Date(ms).toISOString()
  const [school] = await db.sql<{ id: string }>`
    SELECT id FROM school WHERE municipality_id = ${municipalityId} AND neighbourhood_code = ${neighbourhood} AND sector = 'po'
    ORDER BY id LIMIT 1`
  if (!school) throw new Error('The reference data has no primary school there.')
  const ids = (count: number) => Array.from({ length: count }, () => newId())
  const [groupId, timetableId, providerId, activityId, placeId] = ids(5) as [
    string,
    string,
    string,
    string,
    string,
  ]

  await insertRows(db, 'school_group', [
    {
      ...of,
      id: groupId,
      school_id: school.id,
      school_year: new Date(now).getUTCFullYear(),
      name: '5A',
      year: 5,
    },
  ])
  await insertRows(db, 'timetable', [
    {
      ...of,
      id: timetableId,
      school_id: school.id,
      valid_from: '2020-08-01',
      status: 'published',
      changed_at: moment(now),
    },
  ])
  await insertRows(
    db,
    'timetable_lesson',
    [1, 2, 3, 4, 5].map((weekday) => ({
      ...of,
      id: newId(),
      timetable_id: timetableId,
      weekday,
      starts_at: '08:30',
      ends_at: '14:00',
    })),
  )
  await db.sql`
    INSERT INTO provider (municipality_id, id, name, email, status, vog_valid_until)
    VALUES (${of.municipality_id}, ${providerId}, 'Vereniging', 'v@demo.example', 'approved', '2100-01-01')`
  await insertRows(db, 'activity', [
    {
      ...of,
      id: activityId,
      provider_id: providerId,
      title: 'Turnen',
      summary: '',
      description: '',
      areas: ['sport'],
    },
  ])
  await insertRows(db, 'place', [
    {
      ...of,
      id: placeId,
      name: 'Gymzaal',
      address: '',
      postcode: '5223AA',
      neighbourhood_code: neighbourhood,
      latitude: 51.69,
      longitude: 5.28,
      school_id: school.id,
    },
  ])

  const offeringIds = ids(wanted.offerings)
  await insertRows(
    db,
    'offering',
    offeringIds.map((id) => ({
      ...of,
      id,
      activity_id: activityId,
      place_id: placeId,
      status: 'published',
      audience: 'neighbourhood',
      enrolment_mode: 'direct',
      slot: 'after-school',
      years: [],
      invited_only: false,
      in_school_time: false,
      price_cents: 0,
      capacity: wanted.capacity,
      has_waiting_list: true,
      enrolment_opens_at: moment(now - day),
      enrolment_closes_at: moment(now + 6 * day),
      taken: 0,
      waiting: 0,
      version: 1,
      weekdays: [],
      session_count: 0,
      search_text: '',
      search_words: '',
      busy: '{}',
      changed_at: moment(now),
    })),
  )
  await insertRows(
    db,
    'offering_neighbourhood',
    offeringIds.map((id) => ({ ...of, offering_id: id, neighbourhood_code: neighbourhood })),
  )
  // The first Monday at least a week ahead, 16:00 UTC: after school on either side of a change of clocks.
  const midnight = Math.ceil(now / day) * day + 7 * day
  const monday = midnight + ((8 - new Date(midnight).getUTCDay()) % 7) * day + 16 * 3_600_000
  await insertRows(
    db,
    'session',
    offeringIds.flatMap((offeringId, index) =>
      Array.from({ length: 10 }, (_, week) => {
        const start = monday + (wanted.apart ? index % 5 : 0) * day + week * 7 * day
        return {
          ...of,
          id: newId(),
          offering_id: offeringId,
          place_id: placeId,
          starts_at: moment(start),
          ends_at: moment(start + 3_600_000),
        }
      }),
    ),
  )

  const families = ids(wanted.families).map((accountId) => ({
    accountId,
    childId: newId(),
    token: newToken(),
  }))
  await insertRows(
    db,
    'account',
    families.map(({ accountId }) => ({
      ...of,
      id: accountId,
      email: `${accountId}@demo.example`,
      name: '',
      language: 'nl',
      created_at: moment(now),
    })),
  )
  await insertRows(
    db,
    'sign_in_session',
    families.map(({ accountId, token }) => ({
      ...of,
      token_hash: `\\x${hashOfToken(token).toString('hex')}`,
      account_id: accountId,
      created_at: moment(now),
      expires_at: moment(now + 30 * day),
    })),
  )
  await insertRows(
    db,
    'child',
    families.map(({ childId }) => ({
      ...of,
      id: childId,
      first_name: 'Kind',
      last_name: 'Test',
      birth_date: moment(now - 3200 * day).slice(0, 10),
      postcode: '5223AA',
      neighbourhood_code: neighbourhood,
      school_id: school.id,
      group_id: groupId,
      version: 1,
      created_at: moment(now),
    })),
  )
  await insertRows(
    db,
    'guardianship',
    families.map(({ accountId, childId }) => ({
      ...of,
      account_id: accountId,
      child_id: childId,
      created_at: moment(now),
    })),
  )
  return {
    offeringIds,
    families: families.map(({ accountId, childId, token }) => ({
      accountId,
      childId,
      cookie: `session=${token}`,
    })),
  }
}
