import type { ConsentAnswer } from '@portal/shared/consents/consent.ts'
import words from '../i18n/nl/consent.json'
import { wordsOf } from '../i18n/translate.ts'
import './consent.css'

const t = wordsOf(words)

/** Yes, yes for good, or no. */
export function ConsentButtons(props: {
  name: string
  isBusy?: boolean
  onAnswer: (answer: ConsentAnswer) => void
}) {
  return (
    <div class="consent">
      <button type="button" class="button button--primary" onClick={() => props.onAnswer('yes')}>
        {props.isBusy ? t('busy') : t('yes', { name: props.name })}
      </button>
      <div>
        <button type="button" class="button" onClick={() => props.onAnswer('yes-always')}>
          {t('always', { name: props.name })}
        </button>
        <p class="hint">{t('always.hint', { name: props.name })}</p>
      </div>
      <button type="button" class="button" onClick={() => props.onAnswer('no')}>
        {t('no')}
      </button>
    </div>
  )
}
