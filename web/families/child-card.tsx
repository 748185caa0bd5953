import type { Child } from '@portal/shared/families/child.ts'
import { For, Show } from 'solid-js'
import { warningSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import family from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDate } from '../ui/dates.ts'
import { Alert } from '../ui/state-blocks.tsx'
import { RemoveChild } from './remove-child.tsx'

const t = wordsOf(words)
const f = wordsOf(family)

/** Where a child lives, as far as the reader may see it. */
function livesText(child: Child): string {
  const [first, second] = [child.neighbourhood, child.secondNeighbourhood]
    .filter((each) => each !== null)
    .map((each) => each.name)
  if (first && second) return f('lives.two', { first, second })
  if (first) return t('children.lives', { place: first })
  return child.postcode ? t('children.outside') : f('lives.unknown')
}

/** One own child, what is known of it, and what can be done; its own page tells the rest. */
export function ChildCard(props: { child: Child; onChange: () => void; onRemoved: () => void }) {
  const child = () => props.child
  const page = () => `/mijn-kinderen/${child().id}`
  return (
    <div class="box">
      <h2>
        <a class="card-title" href={page()}>
          {child().firstName} {child().lastName}
        </a>
      </h2>
      <p>
        {t('children.born', { date: `${dutchDate(child().birthDate)} ${child().birthDate.slice(0, 4)}` })}
        <br />
        {child().school?.name ?? t('children.school.none')}
        <Show when={child().group}>{(group) => <>, {group().name}</>}</Show>
        <br />
        {livesText(child())}
      </p>
      <For each={child().warnings}>
        {(warning) => <Alert tone="warning">{warningSentence(warning, child().firstName)}</Alert>}
      </For>
      <Show when={child().whyNotAct}>
        {(reason) => <Alert tone="info">{f(`why.${reason()}`, { name: child().firstName })}</Alert>}
      </Show>
      <div class="actions">
        <a class="button button--primary" href={`/mijn-week?kind=${child().id}`}>
          {t('children.week')}
        </a>
        <a class="button" href={page()}>
          {child().isSelf ? f('all.self') : f('all', { name: child().firstName })}
        </a>
        <Show when={!child().whyNotAct}>
          <button type="button" class="button" onClick={() => props.onChange()}>
            {child().isSelf ? f('self.change') : t('children.change', { name: child().firstName })}
          </button>
          <RemoveChild child={child()} onRemoved={() => props.onRemoved()} />
        </Show>
      </div>
    </div>
  )
}
