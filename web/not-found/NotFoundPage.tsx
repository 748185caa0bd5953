import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'

const t = wordsOf(words)

/** A true 404 with a way on. */
export default function NotFoundPage() {
  return (
    <div class="wrap narrow">
      <PageTitle title={t('notFound.title')} status={404} />
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
      <a class="button button--primary" href="/">
        {t('notFound.link')}
      </a>
    </div>
  )
}
