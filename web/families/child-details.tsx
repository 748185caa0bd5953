import type { Child } from '@portal/shared/families/child.ts'
import { For, Show } from 'solid-js'
import { warningSentence } from '../enrolments/refusal-sentence.ts'
import account from '../i18n/nl/account.json'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDate } from '../ui/dates.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const a = wordsOf(account)

/** All that is known of a child, as far as the reader may see it, and what can be done. */
export function ChildDetails(props: { child: Child; onChange: () => void }) {
  const child = () => props.child
  const home = (postcode: string, neighbourhood: Child['neighbourhood']) =>
    `${postcode}, ${neighbourhood?.name ?? t('details.home.outside')}`
  return (
    <section class="box" aria-labelledby="details">
      <h2 id="details">{t('details')}</h2>
      <dl class="facts">
        <dt>{t('details.name')}</dt>
        <dd>
          {child().firstName} {child().lastName}
        </dd>
        <dt>{t('details.birth')}</dt>
        <dd>
          {dutchDate(child().birthDate)} {child().birthDate.slice(0, 4)}
        </dd>
        <dt>{t('details.school')}</dt>
        <dd>
          {child().school?.name ?? a('children.school.none')}
          <Show when={child().group}>{(group) => <>, {group().name}</>}</Show>
        </dd>
        <dt>{t(child().secondPostcode ? 'details.home.first' : 'details.home')}</dt>
        <dd>
          {child().postcode ? home(child().postcode ?? '', child().neighbourhood) : t('details.home.none')}
        </dd>
        <Show when={child().secondPostcode}>
          {(postcode) => (
            <>
              <dt>{t('details.home.second')}</dt>
              <dd>{home(postcode(), child().secondNeighbourhood)}</dd>
            </>
          )}
        </Show>
      </dl>
      <p class="hint">
        {child().hasHiddenHome
          ? t('details.home.hidden')
          : t(child().isSelf ? 'details.home.yours.self' : 'details.home.yours')}
      </p>
      <For each={child().warnings}>
        {(warning) => <Alert tone="warning">{warningSentence(warning, child().firstName)}</Alert>}
      </For>
      <div class="actions">
        <a class="button button--primary" href={`/mijn-week?kind=${child().id}`}>
          {a('children.week')}
        </a>
        <Show when={!child().whyNotAct}>
          <button type="button" class="button" onClick={() => props.onChange()}>
            {child().isSelf ? t('self.change') : a('children.change', { name: child().firstName })}
          </button>
        </Show>
      </div>
    </section>
  )
}
