import type { ChangePreview, ChildPatch } from '@portal/shared/families/child.ts'
import { For, Match, Switch } from 'solid-js'
import { api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** What a change would do to standing enrolments, said before it is kept. */
export function ChangeConsequences(props: {
  childId: string
  name: string
  isSelf: boolean
  changes: ChildPatch
}) {
  const [preview] = createLoaded(
    () => props.changes,
    (changes) => api<ChangePreview>('POST', `/children/${props.childId}/changes/previews`, changes),
  )
  const affected = () => preview()?.enrolments ?? []
  return (
    <div aria-live="polite">
      <Switch>
        <Match when={preview.error}>
          <Alert tone="warning">{t('change.failed')}</Alert>
        </Match>
        <Match when={!preview()}>
          <LoadingBlock label={t('change.busy')} />
        </Match>
        <Match when={affected().length === 0}>
          <Alert tone="ok">{t('change.none')}</Alert>
        </Match>
        <Match when={affected().length > 0}>
          <Alert tone="warning" title={t('change.title')}>
            <ul>
              <For each={affected()}>
                {({ offering, refusals }) => (
                  <li>
                    <strong>{offering.title}.</strong>{' '}
                    {refusals.map((refusal) => refusalSentence(refusal, props.name)).join(' ')}
                  </li>
                )}
              </For>
            </ul>
            <p class="alert__after">
              {t(props.isSelf ? 'change.text.self' : 'change.text', { name: props.name })}
            </p>
          </Alert>
        </Match>
      </Switch>
    </div>
  )
}
