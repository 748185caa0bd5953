import { onMount, type ParentProps, Show } from 'solid-js'
import words from '../i18n/nl/account.json'
import family from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDate } from '../ui/dates.ts'
import type { ChildDraft } from './child-draft.ts'

const t = wordsOf(words)
const f = wordsOf(family)

/** The last step: all that was typed, and (children) what it would do, to keep or to change. Takes the focus, so that it is read. */
export function ChildSummary(
  props: ParentProps<{
    draft: ChildDraft
    school: string
    group: string
    save: string
    onSave: () => void
    onEdit: () => void
  }>,
) {
  let heading: HTMLHeadingElement | undefined
  onMount(() => heading?.focus())
  return (
    <div>
      <h3 ref={heading} tabindex="-1">
        {t('children.summary')}
      </h3>
      <dl class="facts">
        <dt>{t('children.name')}</dt>
        <dd>
          {props.draft.firstName} {props.draft.lastName}
        </dd>
        <dt>{t('children.birth')}</dt>
        <dd>
          {dutchDate(props.draft.birthDate)} {props.draft.birthDate.slice(0, 4)}
        </dd>
        <dt>{t('children.postcode')}</dt>
        <dd>{props.draft.postcode.toUpperCase() || f('details.home.none')}</dd>
        <Show when={props.draft.secondPostcode}>
          <dt>{f('second.summary')}</dt>
          <dd>{props.draft.secondPostcode.toUpperCase()}</dd>
        </Show>
        <dt>{t('children.school')}</dt>
        <dd>
          {props.school}
          {props.group ? `, ${props.group}` : ''}
        </dd>
      </dl>
      {props.children}
      <div class="actions">
        <button type="button" class="button button--primary" onClick={() => props.onSave()}>
          {props.save}
        </button>
        <button type="button" class="button" onClick={() => props.onEdit()}>
          {t('children.edit')}
        </button>
      </div>
    </div>
  )
}
