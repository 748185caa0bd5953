import { A } from '@solidjs/router'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import './school-nav.css'

const t = wordsOf(words)

/** The parts of a school, under the heading of each of its pages. */
export function SchoolNav() {
  return (
    <nav class="school-nav" aria-label={t('nav')}>
      <A href="/school" end>
        {t('nav.timetable')}
      </A>
      <A href="/school/leerlingen">{t('nav.pupils')}</A>
      <A href="/school/groepen">{t('nav.groups')}</A>
      <A href="/school/collegas">{t('nav.staff')}</A>
    </nav>
  )
}
