import words from '../i18n/nl/organisation.json'
import { wordsOf } from '../i18n/translate.ts'
import { SubNav } from '../ui/sub-nav.tsx'

const t = wordsOf(words)

/** The pages of an organisation. */
export const ProviderNav = () => (
  <SubNav
    label={t('nav')}
    links={[
      { href: '/aanbieder', text: t('nav.offerings') },
      { href: '/aanbieder/gegevens', text: t('nav.organisation') },
      { href: '/aanbieder/collegas', text: t('nav.staff') },
    ]}
  />
)
