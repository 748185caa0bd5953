import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { addDays } from '@portal/shared/schedule/local-time.ts'
import type { AccessCases } from './case.ts'

/** Each on days of its own. */
let days = 0
const nextDay = () => {
  days += 1
  return addDays('2050-01-01', days)
}

/** Limits of places, what children do together, and swaps. */
export const togetherCases: AccessCases = {
  kinds: {
    async period(world) {
      const id = newId()
      const day = nextDay()
      await world.test.db.sql`
        INSERT INTO period (municipality_id, id, name, first_date, last_date, most_places, created_at)
        VALUES (${municipalityId}, ${id}, 'Proef', ${day}, ${day}, 2, now())`
      return { table: 'period', id, path: { id } }
    },
  },
  about: {
    '/periods/{id}': 'period',
    '/children/{id}/places': 'child',
  },
  bodies: {
    'POST /periods': () => {
      const day = nextDay()
      return { name: 'Proef', firstDate: day, lastDate: day, mostPlaces: 2 }
    },
    'PATCH /periods/{id}': () => ({ name: `Proef ${nextDay()}` }),
  },
}
