import type { Child } from '@portal/shared/families/child.ts'
import { For, Show } from 'solid-js'
import { warningSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDate } from '../ui/dates.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** One own child, what is known of it, and what can be done. */
export function ChildCard(props: { child: Child; onChange: () => void; onRemove: () => void }) {
  const child = () => props.child
  return (
    <div class="box">
      <h2>
        {child().firstName} {child().lastName}
      </h2>
      <p>
        {t('children.born', { date: `${dutchDate(child().birthDate)} ${child().birthDate.slice(0, 4)}` })}
        <br />
        {child().school?.name ?? t('children.school.none')}
        <Show when={child().group}>{(group) => <>, {group().name}</>}</Show>
        <br />
        {child().neighbourhood
          ? t('children.lives', { place: child().neighbourhood?.name ?? '' })
          : t('children.outside')}
      </p>
      <For each={child().warnings}>
        {(warning) => <Alert tone="warning">{warningSentence(warning, child().firstName)}</Alert>}
      </For>
      <div class="actions">
        <a class="button button--primary" href={`/mijn-week?kind=${child().id}`}>
          {t('children.week')}
        </a>
        <button type="button" class="button" onClick={() => props.onChange()}>
          {t('children.change', { name: child().firstName })}
        </button>
        <button type="button" class="button button--danger" onClick={() => props.onRemove()}>
          {t('children.remove', { name: child().firstName })}
        </button>
      </div>
    </div>
  )
}
