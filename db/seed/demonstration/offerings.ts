import { addDays, fromLocal, minutesOf, weekdayOf } from '@portal/shared/schedule/local-time.ts'
import { weeklySessions } from '@portal/shared/schedule/weekly-sessions.ts'
import { namedId } from '../named-id.ts'
import { schoolIdOf } from '../reference/load-reference.ts'
import { neighbourhoods } from '../reference/neighbourhoods.ts'
import { postcodeAreas } from '../reference/postcode-areas.ts'
import { schoolHolidays } from '../reference/school-holidays.ts'
import { schools } from '../reference/schools.ts'
import { activities } from './activities.ts'

const zone = 'Europe/Amsterdam'

/** How an offering stands in the demonstration: how full it is, or what is special about it. */
export type Standing =
  | 'room'
  | 'half'
  | 'nearly-full'
  | 'full'
  | 'not-open'
  | 'closed'
  | 'draft'
  | 'cancelled'

export type PlannedOffering = {
  id: string
  activity: number
  placeId: string
  neighbourhoodCode: string
  audience: 'neighbourhood' | 'city'
  mode: 'direct' | 'round' | 'school'
  round: 'open' | 'to-draw' | null
  standing: Standing
  slot: string
  ageMin: number | null
  ageMax: number | null
  invitedOnly: boolean
  /** Only pupils of these schools, or of these years; empty: no such narrowing. */
  schools: string[]
  years: number[]
  priceCents: number
  capacity: number
  opensAt: string
  closesAt: string
  sessions: { id: string; startsAt: Date; endsAt: Date }[]
}

export type PlannedPlace = {
  id: string
  name: string
  address: string
  postcode: string
  neighbourhoodCode: string
  latitude: number
  longitude: number
}

const kinds = ['Sportzaal', 'Buurthuis', 'Bibliotheek'] as const

/** Three invented places in every neighbourhood, at a real postcode. */
export function planPlaces(): PlannedPlace[] {
  return neighbourhoods.flatMap((neighbourhood) => {
    const own = postcodeAreas.filter((area) => area.neighbourhoodCode === neighbourhood.code)
    return kinds.map((kind, index) => {
      const area = own[index % own.length]
      if (!area) throw new Error(`No postcode for ${neighbourhood.name}`)
      return {
        id: namedId('place', neighbourhood.code, kind),
        name: `${kind} ${neighbourhood.name}`,
        address: `${['Speelveld', 'Marktplein', 'Schoolstraat'][index]} ${10 + index * 7}`,
        postcode: `${area.postcode4}${['AA', 'AB', 'AC'][index]}`,
        neighbourhoodCode: neighbourhood.code,
        latitude: area.latitude,
        longitude: area.longitude,
      }
    })
  })
}

const standings: Standing[] = [
  'room',
  'half',
  'room',
  'nearly-full',
  'half',
  'room',
  'full',
  'half',
  'room',
  'room',
  'closed',
  'half',
  'room',
  'not-open',
  'room',
  'half',
]

/** Offerings that the demonstration accounts rest on: in West, with a fixed day, time and standing. */
const fixed: Record<string, { weekday: number; startTime: string; minutes: number; standing: Standing }> = {
  Zaalvoetbal: { weekday: 3, startTime: '15:15', minutes: 75, standing: 'full' },
  'Turnen voor beginners': { weekday: 4, startTime: '15:15', minutes: 60, standing: 'room' },
  'Tekenen en schilderen': { weekday: 2, startTime: '15:15', minutes: 75, standing: 'half' },
  'Koken met de buurt': { weekday: 1, startTime: '13:15', minutes: 60, standing: 'room' },
  Natuurclub: { weekday: 5, startTime: '15:15', minutes: 75, standing: 'room' },
}

/** The next holiday of a week or longer that has not begun; null when none is known any more. */
function nextHoliday(today: string): (typeof schoolHolidays)[number] | null {
  return (
    schoolHolidays.find(
      ({ firstDate, lastDate }) => firstDate >= addDays(today, 3) && lastDate >= addDays(firstDate, 6),
    ) ?? null
  )
}

/** Every morning of the first week of a holiday, Monday to Thursday. */
function holidayTimes(holiday: {
  firstDate: string
}): { date: string; startTime: string; endTime: string }[] {
  const monday = addDays(holiday.firstDate, (8 - weekdayOf(holiday.firstDate)) % 7)
  return [0, 1, 2, 3].map((day) => ({ date: addDays(monday, day), startTime: '10:00', endTime: '12:30' }))
}

/** All offerings, with dates around today. */
export function planOfferings(today: string): PlannedOffering[] {
  const monday = addDays(today, 1 - weekdayOf(today))
  const west = neighbourhoods.find((each) => each.isFocus)?.code ?? ''
  const others = neighbourhoods.filter((each) => !each.isFocus).map((each) => each.code)
  const holiday = nextHoliday(today)
  const planned: PlannedOffering[] = []
  let turn = 0
  for (const [number, activity] of activities.entries()) {
    const isCity = activity.audience === 'city'
    const copies = isCity ? 2 : number % 4 === 3 ? 2 : 3
    for (let copy = 0; copy < copies; copy += 1) {
      turn += 1
      const demo = copy === 0 ? fixed[activity.title] : undefined
      const neighbourhoodCode =
        copy === 0 && (demo || number % 2 === 0) ? west : (others[turn % others.length] ?? west)
      const isWeekend = !demo && turn % 11 === 0
      const inHoliday = !demo && !isCity && copy === 1 && number % 6 === 0 ? holiday : null
      const weekday = demo?.weekday ?? (isWeekend ? 6 : (turn % 5) + 1)
      const startTime =
        demo?.startTime ??
        (isWeekend
          ? '10:00'
          : isCity
            ? ['16:15', '16:30', '19:00'][turn % 3]
            : ['15:15', '15:30'][turn % 2]) ??
        '15:15'
      const length = demo?.minutes ?? (isCity ? 90 : 60 + (turn % 2) * 15)
      const weeks = demo ? 2 : ([1, 2, -2, 3, 1, 4, -1][turn % 7] ?? 1)
      const endMinutes = minutesOf(startTime) + length
      const weekly = weeklySessions(
        {
          firstDate: addDays(monday, weeks * 7),
          lastDate: addDays(monday, (weeks + 11) * 7),
          weekdays: [weekday],
          startTime,
          endTime: `${String(Math.floor(endMinutes / 60)).padStart(2, '0')}:${String(endMinutes % 60).padStart(2, '0')}`,
        },
        schoolHolidays,
      ).sessions.slice(0, 8)
      const times = inHoliday ? holidayTimes(inHoliday) : weekly
      const id = namedId('offering', activity.title, copy)
      const sessions = times.map((time, index) => ({
        id: namedId('session', id, index),
        startsAt: fromLocal(time.date, minutesOf(time.startTime), zone) ?? new Date(0),
        endsAt: fromLocal(time.date, minutesOf(time.endTime), zone) ?? new Date(0),
      }))
      const first = sessions[0]?.startsAt ?? new Date(`${today}T12:00:00Z`)
      const last = sessions.at(-1)?.startsAt ?? first
      const round = demo || inHoliday ? null : turn % 13 === 5 ? 'open' : turn % 19 === 7 ? 'to-draw' : null
      const standing = round ? 'room' : (demo?.standing ?? standings[turn % standings.length] ?? 'room')
      const special = demo || round ? '' : turn === 40 ? 'draft' : turn === 71 ? 'cancelled' : ''
      const hasBegun = first.getTime() < Date.parse(`${today}T00:00:00Z`)
      planned.push({
        id,
        activity: number,
        placeId: namedId('place', neighbourhoodCode, kindFor(activity.areas[0] ?? 'sport')),
        neighbourhoodCode,
        audience: activity.audience,
        mode: round ? 'round' : !demo && turn % 29 === 3 ? 'school' : 'direct',
        round,
        standing: special === 'draft' ? 'draft' : special === 'cancelled' ? 'cancelled' : standing,
        slot: inHoliday ? 'holiday' : isWeekend ? 'weekend' : 'after-school',
        ageMin: demo ? 6 : isCity ? null : turn % 3 === 0 ? 8 : turn % 3 === 1 ? 4 : 6,
        ageMax: demo ? 11 : isCity ? null : turn % 3 === 1 ? 7 : null,
        invitedOnly: !demo && !round && turn % 37 === 5,
        schools: !demo && !isCity && turn % 23 === 6 ? primarySchoolsIn(neighbourhoodCode).slice(0, 2) : [],
        years: !demo && turn % 17 === 9 ? (isCity ? [1, 2] : [5, 6, 7]) : [],
        priceCents: !demo && turn % 9 === 4 ? 1500 : 0,
        capacity: 10 + ((turn * 7) % 11),
        opensAt: new Date(
          Date.parse(`${addDays(today, standing === 'not-open' ? 5 : -30)}T08:00:00Z`),
        ).toISOString(),
        closesAt: (standing === 'closed'
          ? new Date(Date.parse(`${addDays(today, -1)}T16:00:00Z`))
          : standing === 'not-open'
            ? new Date(Math.max(last.getTime(), Date.parse(`${addDays(today, 20)}T16:00:00Z`)))
            : hasBegun
              ? last
              : first
        ).toISOString(),
        sessions,
      })
    }
  }
  return planned
}

const primarySchoolsIn = (neighbourhoodCode: string) =>
  schools
    .filter(
      ({ sector, postcode }) =>
        sector === 'po' &&
        postcodeAreas.find((area) => area.postcode4 === postcode?.slice(0, 4))?.neighbourhoodCode ===
          neighbourhoodCode,
    )
    .map(schoolIdOf)

function kindFor(area: string): (typeof kinds)[number] {
  if (area === 'sport') return 'Sportzaal'
  return area === 'cognitive' || area === 'world' ? 'Bibliotheek' : 'Buurthuis'
}
