import { seededRandom } from '@portal/db/seed/demonstration/random.ts'

/** What must never leave a file: each stands in it many times, in the elements and attributes that EDEXML has for it. */
export const canaries = {
  citizenNumber: '123456782',
  educationNumber: '987654321',
  ethnicity: 'KanarieEtniciteit',
  country: 'KanarieLand',
  photo: 'https://kanarie.example/foto.jpg',
  eckid: 'https://ketenid.nl/kanarie0123456789abcdef',
  mail: 'kanarie@leerling.example',
  userName: 'kanarie-gebruiker',
  teacher: 'Kanarieleerkracht',
  extra: 'KanarieToevoeging',
} as const

export type EdexmlWish = {
  brin: string
  location?: string
  schoolYear?: string
  pupils?: number
  /** Without what must be dropped, for comparing sizes. */
  withCanaries?: boolean
}

const firstNames = ['Noor', 'Emma', 'Yasmin', 'Zoë', 'Mohamed', 'Sem', 'Levi', 'Aya', 'Finn', 'Elif']
const lastNames: readonly (readonly [string, string])[] = [
  ['', 'Bakker'],
  ['de', 'Jong'],
  ['van den', 'Berg'],
  ['', 'Yılmaz'],
  ['el', 'Amrani'],
  ['', 'Jansen &amp; Zn'],
]

/**
 * An EDEXML 2.1 file as a pupil administration hands it out: a group for each of eight years, two combined groups (3/4 and 7/8) whose
 * pupils have years of their own, and everything that the portal may not keep. The same wish gives the same file.
 */
export function edexmlFile({
  brin,
  location = '00',
  schoolYear = '2026-2027',
  pupils = 1000,
  withCanaries = true,
}: EdexmlWish): string {
  const random = seededRandom(2026)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const secret = (text: string) => (withCanaries ? text : '')
  const groups = [1, 2, 3, 4, 5, 6, 7, 8].map(
    (year) => `<groep key="g${year}"><naam>Groep ${year}</naam><jaargroep>${year}</jaargroep></groep>`,
  )
  const combined = [
    '<samengestelde_groep key="c34"><naam>3/4</naam></samengestelde_groep>',
    '<samengestelde_groep key="c78"><naam>7/8</naam></samengestelde_groep>',
  ]
  const people = Array.from({ length: pupils }, (_, number) => {
    const year = 1 + (number % 8)
    const [prefix, last] = pick(lastNames)
    const isCombined = number % 5 === 0 && [3, 4, 7, 8].includes(year)
    const group = isCombined
      ? `<samengestelde_groepen><samengestelde_groep key="${year < 5 ? 'c34' : 'c78'}"/></samengestelde_groepen>`
      : ''
    const own = isCombined ? '' : `<groep key="g${year}"/>`
    const day = String(1 + Math.floor(random() * 28)).padStart(2, '0')
    const month = String(1 + Math.floor(random() * 12)).padStart(2, '0')
    return `<leerling key="${10_000 + number}"${secret(` eckid="${canaries.eckid}${number}"`)}>
<achternaam>${last}</achternaam>${prefix ? `<voorvoegsel>${prefix}</voorvoegsel>` : ''}
<roepnaam>${pick(firstNames)}</roepnaam><geboortedatum>${2022 - year}-${month}-${day}</geboortedatum><geslacht>9</geslacht>
<jaargroep>${year}</jaargroep>${own}${group}
${secret(`<gebruikersnaam>${canaries.userName}</gebruikersnaam><emailadres>${canaries.mail}</emailadres>
<fotourl>${canaries.photo}</fotourl><etniciteit>${canaries.ethnicity}</etniciteit><land>${canaries.country}</land>
<land_vader>${canaries.country}</land_vader><land_moeder><![CDATA[${canaries.country}]]></land_moeder>
${number % 2 ? `<bsn>${canaries.citizenNumber}</bsn>` : `<onderwijsnummer>${canaries.educationNumber}</onderwijsnummer>`}`)}
<postcodenl>5223AB</postcodenl>
${secret(`<toevoegingen><blok><naam>${canaries.extra}</naam><achternaam>${canaries.extra}</achternaam></blok></toevoegingen>`)}
</leerling>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<EDEX xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<school><schooljaar>${schoolYear}</schooljaar><brincode>${brin}</brincode><dependancecode>${location}</dependancecode>
<aanmaakdatum>2026-11-24T09:00:00</aanmaakdatum><auteur>Proef</auteur><xsdversie>2.1</xsdversie></school>
<groepen>${groups.join('\n')}
${combined.join('\n')}</groepen>
<leerlingen>
${people.join('\n')}
</leerlingen>
<leerkrachten><leerkracht key="l1"><achternaam>${canaries.teacher}</achternaam><roepnaam>Juf</roepnaam>
<emailadres>${canaries.mail}</emailadres><groepen><groep key="g1"><rol>Leerkracht</rol></groep></groepen></leerkracht></leerkrachten>
</EDEX>`
}
