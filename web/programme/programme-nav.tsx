import words from '../i18n/nl/programme.json'
import together from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { SubNav } from '../ui/sub-nav.tsx'

const t = wordsOf(words)

/** The pages of the programme team. */
export const ProgrammeNav = () => (
  <SubNav
    label={t('nav')}
    links={[
      { href: '/gemeente', text: t('nav.providers') },
      { href: '/gemeente/kinderen', text: t('nav.children') },
      { href: '/gemeente/scholen', text: t('nav.schools') },
      { href: '/gemeente/taken', text: t('nav.jobs') },
      { href: '/gemeente/periodes', text: together['periods.nav'] },
      { href: '/gemeente/logboek', text: t('nav.log') },
      { href: '/gemeente/team', text: t('nav.team') },
      { href: '/gemeente/instellingen', text: t('nav.settings') },
    ]}
  />
)
