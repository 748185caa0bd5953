import type { Database } from '../../client.ts'
import { inTransaction } from '../../transaction.ts'
import { insertRows } from '../insert-rows.ts'
import { namedId } from '../named-id.ts'
import { municipalityId, schoolIdOf } from '../reference/load-reference.ts'
import { schools } from '../reference/schools.ts'
import { demonstrationAccounts, demonstrationSchools } from './accounts.ts'
import { activities } from './activities.ts'
import { planEnrolments } from './enrolments.ts'
import { planChildren, planDemonstrationChildren } from './families.ts'
import { planOfferings, planPlaces } from './offerings.ts'
import { providers, waitingProvider } from './providers.ts'
import { schoolLife } from './school-life.ts'

/**
 * Invents a city life around `today` (YYYY-MM-DD), in one transaction: an interrupted start leaves nothing behind. Does
 * nothing when there are providers already. Answers whether it loaded.
 */
export function loadDemonstration(db: Database, { today }: { today: string }): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    // One process loads, the others wait and then find it done.
    await tx.sql`SELECT pg_advisory_xact_lock(796)`
    const [found] = await tx.sql`SELECT 1 FROM provider LIMIT 1`
    if (found) return false
    const of = { municipality_id: municipalityId }
    const createdAt = `${today}T06:00:00Z`
    const school = schoolLife(today)
    const demo = planDemonstrationChildren(today)
    const children = [...Object.values(demo), ...planChildren(today)]
    const places = planPlaces()
    const offerings = planOfferings(today)
    const titles = activities.map((activity) => activity.title)
    const enrolments = planEnrolments(
      { today, offerings, titles, places, children, lessons: school.lessons, timetables: school.timetables },
      [
        { title: 'Tekenen en schilderen', child: demo.sara, waits: false },
        { title: 'Zaalvoetbal', child: demo.sara, waits: true },
        { title: 'Zaalvoetbal', child: demo.lotte, waits: false },
      ],
    )

    await insertRows(tx, 'school_group', school.groups)
    await insertRows(tx, 'timetable', school.timetables)
    await insertRows(tx, 'timetable_lesson', school.lessons)
    await insertRows(tx, 'provider', [
      ...providers.map((provider, number) => ({
        ...of,
        id: namedId('provider', number),
        name: provider.name,
        email: `aanbieder${number}@demo.example`,
        website: null,
        status: 'approved',
        contact_name: number === 0 ? 'Samira Haddad' : '',
        phone: `073 555 01 ${10 + number}`,
        chamber_number: String(90_000_000 + number),
        offers: '',
        has_safety_code: true,
        vog_valid_until: inDays(today, number === 1 ? 30 : 300),
        conditions: '',
        decision_reason: '',
        applied_at: createdAt,
        decided_at: createdAt,
        version: 1,
      })),
      {
        ...of,
        id: namedId('provider', 'waiting'),
        name: waitingProvider.name,
        email: waitingProvider.email,
        website: waitingProvider.website,
        status: 'applied',
        contact_name: waitingProvider.contactName,
        phone: waitingProvider.phone,
        chamber_number: waitingProvider.chamberNumber,
        offers: waitingProvider.offers,
        has_safety_code: false,
        vog_valid_until: null,
        conditions: '',
        decision_reason: '',
        applied_at: `${inDays(today, -3)}T09:00:00Z`,
        decided_at: null,
        version: 1,
      },
    ])
    const families = [...new Set(children.map((child) => child.accountId))].filter(
      (id) => !demonstrationAccounts.some((account) => namedId('account', account.email) === id),
    )
    await insertRows(tx, 'account', [
      ...demonstrationAccounts.map(({ email, name }) => ({
        ...of,
        id: namedId('account', email),
        email,
        name,
        language: 'nl',
        created_at: createdAt,
      })),
      ...families.map((id, number) => ({
        ...of,
        id,
        email: `gezin${number}@demo.example`,
        name: '',
        language: 'nl',
        created_at: createdAt,
      })),
    ])
    const memberOf = (email: string, role: string, schoolBrin: string | null, provider: string | null) => ({
      ...of,
      id: namedId('membership', email),
      account_id: namedId('account', email),
      role,
      school_id: schools.filter((each) => each.brin === schoolBrin).map(schoolIdOf)[0] ?? null,
      provider_id: provider,
      is_owner: role === 'school' || role === 'provider',
      may_see_participants: true,
      created_at: createdAt,
    })
    await insertRows(tx, 'membership', [
      memberOf('school@demo.example', 'school', demonstrationSchools.primary, null),
      memberOf('vo@demo.example', 'school', demonstrationSchools.secondary, null),
      memberOf('aanbieder@demo.example', 'provider', null, namedId('provider', 0)),
      memberOf(waitingProvider.email, 'provider', null, namedId('provider', 'waiting')),
      memberOf('team@demo.example', 'team', null, null),
    ])
    await insertRows(
      tx,
      'activity',
      activities.map((activity, number) => ({
        ...of,
        id: namedId('activity', number),
        provider_id: namedId('provider', activity.provider),
        title: activity.title,
        summary: activity.summary,
        description: [
          activity.summary,
          activity.audience === 'city'
            ? 'Je hoeft nog niets te kunnen. We beginnen samen en gaan in je eigen tempo verder.'
            : 'Iedereen mag meedoen, ook als je dit nog nooit gedaan hebt. We werken in kleine groepjes.',
          providers[activity.provider]?.bring,
          'De begeleider kent de groep en is er elke keer. Kun je een keer niet? Laat het dan even weten.',
        ].join('\n\n'),
        areas: activity.areas,
      })),
    )
    await insertRows(
      tx,
      'place',
      places.map((place) => ({
        ...of,
        id: place.id,
        name: place.name,
        address: place.address,
        postcode: place.postcode,
        neighbourhood_code: place.neighbourhoodCode,
        latitude: place.latitude,
        longitude: place.longitude,
      })),
    )
    await insertRows(tx, 'round', [
      roundRow('open', 'Plaatsingsronde voorjaar', today, -7, 14),
      roundRow('to-draw', 'Plaatsingsronde winter', today, -21, -1),
    ])
    await insertRows(
      tx,
      'offering',
      offerings.map((offering) => ({
        ...of,
        id: offering.id,
        activity_id: namedId('activity', offering.activity),
        place_id: offering.placeId,
        round_id: offering.round ? namedId('round', offering.round) : null,
        status:
          offering.standing === 'draft' || offering.standing === 'cancelled'
            ? offering.standing
            : 'published',
        audience: offering.audience,
        enrolment_mode: offering.mode,
        slot: offering.slot,
        age_min: offering.ageMin,
        age_max: offering.ageMax,
        years: offering.years,
        invited_only: offering.invitedOnly,
        in_school_time: false,
        price_cents: offering.priceCents,
        capacity: offering.capacity,
        has_waiting_list: true,
        enrolment_opens_at: offering.opensAt,
        enrolment_closes_at: offering.closesAt,
        taken: 0,
        waiting: 0,
        version: 1,
        weekdays: [],
        session_count: 0,
        search_text: '',
        search_words: '',
        busy: '{}',
        changed_at: createdAt,
      })),
    )
    await insertRows(
      tx,
      'offering_neighbourhood',
      offerings
        .filter((offering) => offering.audience === 'neighbourhood')
        .map((offering) => ({
          ...of,
          offering_id: offering.id,
          neighbourhood_code: offering.neighbourhoodCode,
        })),
    )
    await insertRows(
      tx,
      'offering_school',
      offerings.flatMap((offering) =>
        offering.schools.map((schoolId) => ({ ...of, offering_id: offering.id, school_id: schoolId })),
      ),
    )
    await insertRows(
      tx,
      'session',
      offerings.flatMap((offering) =>
        offering.sessions.map((session) => ({
          ...of,
          id: session.id,
          offering_id: offering.id,
          starts_at: session.startsAt,
          ends_at: session.endsAt,
          place_id: offering.placeId,
        })),
      ),
    )
    await insertRows(
      tx,
      'child',
      children.map((child) => ({
        ...of,
        id: child.id,
        first_name: child.firstName,
        last_name: child.lastName,
        birth_date: child.birthDate,
        postcode: child.postcode,
        postcode_by: child.accountId,
        neighbourhood_code: child.neighbourhoodCode,
        school_id: child.schoolId,
        group_id: child.groupId,
        version: 1,
        created_at: createdAt,
      })),
    )
    await insertRows(
      tx,
      'guardianship',
      children.map((child) => ({
        ...of,
        account_id: child.accountId,
        child_id: child.id,
        created_at: createdAt,
      })),
    )
    // The guardians of the demonstration city let the schools of their children enrol them.
    await insertRows(
      tx,
      'school_consent',
      children.map((child) => ({
        ...of,
        child_id: child.id,
        school_id: child.schoolId,
        given_by: child.accountId,
        given_at: createdAt,
      })),
    )
    // The primary school brought its pupils in from its administration.
    const [primary] = schools.filter(({ brin }) => brin === demonstrationSchools.primary).map(schoolIdOf)
    await insertRows(
      tx,
      'pupil',
      children
        .filter((child) => child.schoolId === primary)
        .map((child, number) => ({
          ...of,
          child_id: child.id,
          school_id: child.schoolId,
          pupil_number: String(2001 + number),
          created_at: createdAt,
        })),
    )
    await tx.sql`
      INSERT INTO enrolment
        (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, changed_by, change_reason)
      SELECT ${municipalityId}, e.id, e.child_id, e.offering_id, e.status, ${createdAt}, o.busy, ${createdAt}, e.account_id, 'enrolled by guardian'
      FROM jsonb_to_recordset(${JSON.stringify(
        enrolments.map((each, number) => ({
          number,
          id: each.id,
          child_id: each.childId,
          offering_id: each.offeringId,
          status: each.status,
          account_id: each.accountId,
        })),
      )}::jsonb) AS e (number int, id uuid, child_id uuid, offering_id uuid, status text, account_id uuid)
      JOIN offering o ON o.municipality_id = ${municipalityId} AND o.id = e.offering_id
      ORDER BY e.number`
    // Without statistics PostgreSQL takes every table for a small one, until it looks by itself a minute later.
    await tx.sql`ANALYZE`
    return true
  })
}

/** The day so many days after another, both ISO. */
const inDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

function roundRow(key: string, name: string, today: string, opens: number, closes: number) {
  const day = (offset: number) =>
    new Date(Date.parse(`${today}T16:00:00Z`) + offset * 86_400_000).toISOString()
  return {
    municipality_id: municipalityId,
    id: namedId('round', key),
    name,
    opens_at: day(opens),
    closes_at: day(closes),
    drawn_at: null,
  }
}
