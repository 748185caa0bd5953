import { For } from 'solid-js'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'

const t = wordsOf(words)

/** Four steps from finding to a place. */
export default function HowItWorksPage() {
  return (
    <div class="wrap narrow">
      <PageTitle title={t('how.title')} description={t('how.1.text')} />
      <h1>{t('how.title')}</h1>
      <ol class="steps">
        <For each={[1, 2, 3, 4] as const}>
          {(step) => (
            <li>
              <h2>{t(`how.${step}.title`)}</h2>
              <p>{t(`how.${step}.text`)}</p>
            </li>
          )}
        </For>
      </ol>
      <a class="button button--primary" href="/">
        {t('notFound.link')}
      </a>
      <h2 class="after-list">{t('how.provider.title')}</h2>
      <p>
        {t('how.provider.text')} <a href="/aanbieder-worden">{t('nav.apply')}</a>
      </p>
    </div>
  )
}
