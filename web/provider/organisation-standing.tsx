import type { Provider } from '@portal/shared/providers/organisation.ts'
import { Match, Show, Switch } from 'solid-js'
import words from '../i18n/nl/organisation.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchFullDate } from '../ui/dates.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** What an organisation has to know first: whether it is approved, and whether its VOG still counts. Nothing when all is well. */
export function OrganisationStanding(props: { provider: Provider }) {
  const provider = () => props.provider
  const name = () => ({ name: provider().name })
  const status = () => provider().status as 'rejected' | 'suspended'
  return (
    <Switch>
      <Match when={provider().status === 'applied'}>
        <Alert tone="info" title={t('standing.applied', name())}>
          <p>{t('standing.applied.text')}</p>
        </Alert>
      </Match>
      <Match when={provider().status !== 'approved'}>
        <Alert tone="warning" title={t(`standing.${status()}`, name())}>
          <Show when={provider().decisionReason}>
            <p class="typed">{t('standing.reason', { reason: provider().decisionReason })}</p>
          </Show>
          <p>{t(`standing.${status()}.text`)}</p>
        </Alert>
      </Match>
      <Match when={provider().vogState === 'expires-soon'}>
        <Alert tone="warning" title={t('vog.soon', name())}>
          <p>{t('vog.soon.text', { date: dutchFullDate(provider().vogValidUntil ?? '') })}</p>
        </Alert>
      </Match>
      <Match when={provider().vogState !== 'valid'}>
        <Alert tone="warning" title={t('vog.expired', name())}>
          <p>{t('vog.expired.text')}</p>
        </Alert>
      </Match>
    </Switch>
  )
}
