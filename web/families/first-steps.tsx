import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** For an account without children: the ways to begin besides the form. */
export function FirstSteps() {
  return (
    <section class="box first-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">{t('start.title')}</h2>
      <p>
        <a class="button" href="/code">
          {t('start.code')}
        </a>
      </p>
      <details class="folded">
        <summary>{t('start.invited')}</summary>
        <p>{t('start.invited.text')}</p>
      </details>
    </section>
  )
}
