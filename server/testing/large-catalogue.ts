import type { Queryable } from '@portal/db/client.ts'
import { loadReference, municipalityId } from '@portal/db/seed/reference/load-reference.ts'

/** Invented titles; with the number behind each, so that a word finds some of them and not all. */
const subjects = [
  'Voetbal',
  'Turnen',
  'Judo',
  'Koken met de buurt',
  'Programmeren',
  'Tekenen en schilderen',
  'Muziek maken',
  'Toneel',
  'Moestuin',
  'Huiswerk samen',
  'Dansen',
  'Schaken',
  'Proefjes',
  'Zwemmen',
  'Fotografie',
  'Debatteren',
]

/**
 * A catalogue of so many published offerings in the real neighbourhoods: a fifth for the whole city, eight weekly sessions
 * each, begun up to seven weeks ago or beginning within 23 weeks, a third without room. By set, because 15,000 one by one
 * would take minutes.
 */
export async function buildLargeCatalogue(db: Queryable, offerings: number): Promise<void> {
  await loadReference(db)
  const m = municipalityId
  await db.sql`
    INSERT INTO provider (municipality_id, id, name, email, status, vog_valid_until)
    SELECT ${m}, md5('provider' || n)::uuid, 'Vereniging ' || n, 'vereniging' || n || '@demo.example', 'approved', '2100-01-01'
    FROM generate_series(1, ${Math.max(10, Math.ceil(offerings / 100))}::integer) AS n`
  const activities = Math.ceil(offerings / 3)
  await db.sql`
    INSERT INTO activity (municipality_id, id, provider_id, title, summary, description, areas)
    SELECT ${m}, md5('activity' || n)::uuid, v.id,
      (${subjects}::text[])[1 + n % ${subjects.length}::integer] || ' ' || n,
      'Samen leren en plezier maken, ook als je dit nog nooit gedaan hebt.',
      'Iedereen mag meedoen. We werken in kleine groepjes. Je hoeft niets mee te nemen.',
      ARRAY[(ARRAY['sport', 'culture', 'cognitive', 'social', 'self', 'world'])[1 + n % 6]]
    FROM generate_series(1, ${activities}::integer) AS n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS all FROM provider) AS v
      ON v.number = n % v.all`
  await db.sql`
    INSERT INTO place (municipality_id, id, name, address, postcode, neighbourhood_code, latitude, longitude)
    SELECT ${m}, md5('place' || n)::uuid, 'Zaal ' || n, 'Straat ' || n, p.postcode4 || 'AA', p.neighbourhood_code,
      p.latitude + n * 0.0001, p.longitude
    FROM generate_series(1, ${Math.max(20, Math.ceil(offerings / 50))}::integer) AS n
    JOIN (SELECT *, row_number() OVER (ORDER BY postcode4) - 1 AS number, count(*) OVER () AS all FROM postcode_area
      WHERE neighbourhood_code IS NOT NULL) AS p ON p.number = n % p.all`
  await db.sql`
    INSERT INTO offering (municipality_id, id, activity_id, place_id, status, audience, enrolment_mode, slot, age_min, age_max,
      capacity, enrolment_opens_at, enrolment_closes_at, changed_at)
    SELECT ${m}, md5('offering' || n)::uuid, md5('activity' || 1 + n % ${activities}::integer)::uuid, p.id, 'published',
      CASE n % 5 WHEN 0 THEN 'city' ELSE 'neighbourhood' END, 'direct',
      (ARRAY['after-school', 'after-school', 'after-school', 'before-school', 'weekend'])[1 + n % 5],
      CASE n % 5 WHEN 0 THEN 12 ELSE 4 + n % 5 END, CASE n % 5 WHEN 0 THEN 17 ELSE 8 + n % 4 END,
      CASE n % 3 WHEN 0 THEN 0 ELSE 5 + n % 20 END, now() - interval '30 days', now() + interval '150 days', now()
    FROM generate_series(1, ${offerings}::integer) AS n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS all FROM place) AS p
      ON p.number = n % p.all`
  await db.sql`
    INSERT INTO offering_neighbourhood (municipality_id, offering_id, neighbourhood_code)
    SELECT o.municipality_id, o.id, p.neighbourhood_code FROM offering o
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id WHERE o.audience = 'neighbourhood'`
  await db.sql`
    INSERT INTO session (municipality_id, id, offering_id, place_id, starts_at, ends_at)
    SELECT ${m}, md5('session' || n || ' ' || week)::uuid, md5('offering' || n)::uuid, o.place_id, start, start + interval '1 hour'
    FROM generate_series(1, ${offerings}::integer) AS n
    JOIN offering o ON o.municipality_id = ${m} AND o.id = md5('offering' || n)::uuid
    CROSS JOIN generate_series(0, 7) AS week
    CROSS JOIN LATERAL (
      SELECT date_trunc('day', now()) + (n % 211 - 49 + week * 7) * interval '1 day' + (14 + n % 4) * interval '1 hour' AS start) AS s`
  // Filling them wrote each row three times, which a city that grew over the years has not.
  await db.sql`VACUUM (FULL, ANALYZE) offering`
}
