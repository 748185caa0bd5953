import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { SubNav } from '../ui/sub-nav.tsx'

const t = wordsOf(words)

/** The parts of a school, under the heading of each of its pages. */
export const SchoolNav = () => (
  <SubNav
    label={t('nav')}
    links={[
      { href: '/school', text: t('nav.timetable') },
      { href: '/school/botsingen', text: t('nav.clashes') },
      { href: '/school/leerlingen', text: t('nav.pupils') },
      { href: '/school/inschrijven', text: t('nav.enrol') },
      { href: '/school/groepen', text: t('nav.groups') },
      { href: '/school/plekken', text: t('nav.places') },
      { href: '/school/collegas', text: t('nav.staff') },
    ]}
  />
)
