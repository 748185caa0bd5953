import { type Act, anyOffering, type Hands, movingOffering } from './act.ts'
import { sessionsFrom } from './random-city.ts'

const change = (hands: Hands, offeringId: string, body: object) =>
  hands.call('PATCH', `/offerings/${offeringId}`, body, hands.city.provider)

const hour = 3_600_000

/** One more line here is one more thing that providers do. */
export const providerActs: Act[] = [
  {
    weight: 9,
    name: 'change the capacity',
    does: (hands) => change(hands, anyOffering(hands), { capacity: 1 + hands.upTo(4) }),
  },
  {
    weight: 3,
    name: 'move the sessions',
    does: (hands) =>
      change(hands, movingOffering(hands), {
        sessions: sessionsFrom(hands.city.firstDay, hands.upTo(10), hands.upTo(20)),
      }),
  },
  {
    weight: 2,
    name: 'cancel a session',
    does: (hands) =>
      change(hands, movingOffering(hands), {
        sessions: sessionsFrom(hands.city.firstDay, hands.upTo(10)).slice(hands.upTo(3)),
      }),
  },
  {
    weight: 1,
    name: 'cancel an offering',
    does: (hands) => change(hands, movingOffering(hands), { status: 'cancelled' }),
  },
  {
    weight: 2,
    name: 'publish an offering again',
    does: (hands) => change(hands, movingOffering(hands), { status: 'published' }),
  },
  {
    weight: 2,
    name: 'narrow the ages',
    does: (hands) =>
      change(hands, movingOffering(hands), {
        ageMin: hands.pick([null, 7, 8]),
        ageMax: hands.pick([null, 9, 11]),
      }),
  },
  {
    weight: 3,
    name: 'hold places',
    does: (hands) =>
      hands.call(
        'POST',
        `/offerings/${anyOffering(hands)}/holds`,
        {
          ...(hands.upTo(2) === 0
            ? { kind: 'school', schoolId: hands.city.schoolId }
            : { kind: 'neighbourhood', neighbourhoodCode: 'WK079611' }),
          places: 1,
          until: new Date(Date.now() + (1 + hands.upTo(48)) * hour).toISOString(),
        },
        hands.city.provider,
      ),
  },
  {
    weight: 3,
    name: 'release held places',
    does: async (hands) => {
      const offeringId = anyOffering(hands)
      const path = `/offerings/${offeringId}/holds`
      const { body } = await hands.call('GET', path, undefined, hands.city.provider)
      const hold = hands.pick((body.items ?? []).filter(({ releasedAt }) => releasedAt === null))
      return hold && hands.call('DELETE', `${path}/${hold.id}`, undefined, hands.city.provider)
    },
  },
]

/** One more line here is one more thing that schools do. */
export const schoolActs: Act[] = [
  {
    weight: 2,
    name: 'publish a timetable',
    does: (hands) => {
      const endTime = hands.pick(['13:00', '14:00', '15:30']) ?? ''
      const lessons = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startTime: '08:30', endTime }))
      const { schoolId, firstDay, school } = hands.city
      return hands.call('PUT', `/schools/${schoolId}/timetables/${firstDay}`, { lessons }, school)
    },
  },
  {
    weight: 1,
    name: 'close the school for a day',
    does: (hands) => {
      const { schoolId, firstDay, school } = hands.city
      const day = { kind: 'study-day', name: 'Studiedag', firstDate: firstDay, lastDate: firstDay }
      return hands.call('POST', `/schools/${schoolId}/closures`, day, school)
    },
  },
]
