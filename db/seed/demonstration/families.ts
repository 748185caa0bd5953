import { namedId } from '../named-id.ts'
import { schoolIdOf } from '../reference/load-reference.ts'
import { postcodeAreas } from '../reference/postcode-areas.ts'
import { schools } from '../reference/schools.ts'
import { demonstrationSchools } from './accounts.ts'
import { seededRandom } from './random.ts'

export type PlannedChild = {
  id: string
  firstName: string
  lastName: string
  birthDate: string
  postcode: string
  neighbourhoodCode: string
  schoolId: string
  sector: 'po' | 'vo'
  schoolNeighbourhood: string | null
  year: number
  groupId: string
  accountId: string
}

const firstNames =
  'Noor,Emma,Mila,Yasmin,Zoë,Fenna,Aya,Sofia,Julia,Lina,Hanna,Elif,Nina,Maryam,Liv,Eva,Amina,Roos,Zeynep,Saar,Lucas,Noah,Levi,Mohamed,Sem,Adam,Finn,Yusuf,Milan,Mees,Ali,Bram,Omar,Thijs,Ibrahim,Jesse,Luuk,Mehmet,Ruben,Kacper'.split(
    ',',
  )
const lastNames =
  'de Jong,Bakker,Yılmaz,El Amrani,van den Berg,Kaya,Janssen,Nowak,Visser,Bouzid,Smit,Demir,van Dijk,Özdemir,Mulder,Haddad,de Groot,Kowalska,Bos,Vos,Peters,Hassan,van Leeuwen,Dekker,Brouwer,Ahmadi,van der Meer,Çelik,de Vries,Oumar'.split(
    ',',
  )

/** Somebody of this age in whole years on the day, born `extra` days after that birthday. */
const bornFor = (today: string, age: number, extra: number) =>
  new Date(
    Date.parse(`${Number(today.slice(0, 4)) - age}${today.slice(4, 7)}-15T00:00:00Z`) -
      (40 + extra) * 86_400_000,
  )
    .toISOString()
    .slice(0, 10)

const areaOf = (postcode: string | null) =>
  postcodeAreas.find((area) => area.postcode4 === postcode?.slice(0, 4))

function childAt(
  school: (typeof schools)[number],
  year: number,
  name: string[],
  rest: { birthDate: string; postcode: string; accountId: string },
): PlannedChild {
  const schoolId = schoolIdOf(school)
  const [firstName = '', lastName = ''] = name
  return {
    id: namedId('child', ...name, rest.accountId),
    firstName,
    lastName,
    ...rest,
    neighbourhoodCode: areaOf(rest.postcode)?.neighbourhoodCode ?? '',
    schoolId,
    sector: school.sector,
    schoolNeighbourhood: areaOf(school.postcode)?.neighbourhoodCode ?? null,
    year,
    groupId: namedId('group', schoolId, year),
  }
}

const schoolOf = (brin: string) => {
  const school = schools.find((each) => each.brin === brin)
  if (!school) throw new Error(`No school ${brin}`)
  return school
}

/** The children of the two demonstration parents, by name. */
export function planDemonstrationChildren(today: string) {
  const primary = schoolOf(demonstrationSchools.primary)
  const secondary = schoolOf(demonstrationSchools.secondary)
  const mother = namedId('account', 'ouder@demo.example')
  const father = namedId('account', 'ouder2@demo.example')
  return {
    sara: childAt(primary, 5, ['Sara', 'de Wit'], {
      birthDate: bornFor(today, 8, 90),
      postcode: '5224BD',
      accountId: mother,
    }),
    amir: childAt(secondary, 2, ['Amir', 'de Wit'], {
      birthDate: bornFor(today, 13, 90),
      postcode: '5224BD',
      accountId: mother,
    }),
    lotte: childAt(primary, 6, ['Lotte', 'van Dijk'], {
      birthDate: bornFor(today, 9, 90),
      postcode: '5223JR',
      accountId: father,
    }),
  }
}

/** 800 invented children all over the city, each with a guardian of its own. */
export function planChildren(today: string): PlannedChild[] {
  const random = seededRandom(796)
  const pick = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(random() * list.length)]
    if (found === undefined) throw new Error('Nothing to pick from')
    return found
  }
  const primary = schools.filter((school) => school.sector === 'po')
  const west = primary.filter((school) => areaOf(school.postcode)?.neighbourhoodCode === 'WK079611')
  const secondary = schools.filter((school) => school.sector === 'vo' && school.postcode)
  return Array.from({ length: 800 }, (_, number) => {
    const isPrimary = number % 5 !== 4
    const school = isPrimary ? pick(number % 3 === 0 ? west : primary) : pick(secondary)
    const age = isPrimary ? 4 + Math.floor(random() * 8) : 12 + Math.floor(random() * 5)
    const year = isPrimary ? Math.min(8, Math.max(1, age - 3)) : Math.min(6, age - 11)
    const area = areaOf(school.postcode)
    return childAt(school, year, [pick(firstNames), pick(lastNames)], {
      birthDate: bornFor(today, age, Math.floor(random() * 250)),
      postcode: `${area?.postcode4 ?? '5211'}${pick(['AB', 'BC', 'CD', 'DE', 'EG'])}`,
      accountId: namedId('account', `gezin${number}@demo.example`),
    })
  })
}
