import type { Queryable } from '../../client.ts'
import { insertRows } from '../insert-rows.ts'
import { namedId } from '../named-id.ts'
import { neighbourhoods } from './neighbourhoods.ts'
import { postcodeAreas } from './postcode-areas.ts'
import { schoolHolidays } from './school-holidays.ts'
import { schools } from './schools.ts'

/** CBS code of 's-Hertogenbosch. */
export const municipalityId = 'GM0796'

/** Id of a school location in the seed. */
export const schoolIdOf = (school: { brin: string; location: string }) =>
  namedId('school', school.brin, school.location)

/**
 * The municipality with its real neighbourhoods, postcodes, schools and holidays. Adds what is missing and changes nothing
 * that is there: safe at every start and from several processes.
 */
export async function loadReference(db: Queryable): Promise<void> {
  const of = { municipality_id: municipalityId }
  await insertRows(db, 'municipality', [
    {
      id: municipalityId,
      name: "'s-Hertogenbosch",
      time_zone: 'Europe/Amsterdam',
      holiday_region: 'zuid',
      cycling_kmh: 12,
      theme: { brand: '#001759', background: '#f7f4ee' },
    },
  ])
  await insertRows(
    db,
    'neighbourhood',
    neighbourhoods.map((each) => ({
      ...of,
      code: each.code,
      name: each.name,
      is_focus: each.isFocus,
      outline: each.outline,
    })),
  )
  await insertRows(
    db,
    'postcode_area',
    postcodeAreas.map((area) => ({
      ...of,
      postcode4: area.postcode4,
      neighbourhood_code: area.neighbourhoodCode,
      is_doubtful: area.isDoubtful,
      latitude: area.latitude,
      longitude: area.longitude,
    })),
  )
  await insertRows(
    db,
    'school',
    schools.map((school) => {
      const area = postcodeAreas.find((each) => each.postcode4 === school.postcode?.slice(0, 4))
      return {
        ...of,
        id: schoolIdOf(school),
        brin: school.brin,
        location_number: school.location,
        name: school.name,
        sector: school.sector,
        postcode: school.postcode,
        neighbourhood_code: area?.neighbourhoodCode ?? null,
        latitude: area?.latitude ?? null,
        longitude: area?.longitude ?? null,
      }
    }),
  )
  await insertRows(
    db,
    'closure',
    schoolHolidays.map((holiday) => ({
      ...of,
      id: namedId('holiday', holiday.schoolYear, holiday.name),
      school_id: null,
      kind: 'holiday',
      name: holiday.name,
      first_date: holiday.firstDate,
      last_date: holiday.lastDate,
    })),
  )
}
