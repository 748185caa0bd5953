import type { Neighbourhood } from '@portal/shared/places/neighbourhood.ts'
import type { School } from '@portal/shared/schools/school.ts'
import { For, Show } from 'solid-js'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { addressWith, choicesOf, type FilterKey, filterKeys, sortOf, sortsFor } from './catalogue-address.ts'
import { choiceText } from './choice-text.ts'

const t = wordsOf(words)

/** What was chosen, each to be taken away by one press; and the order of the list. All are links: no script needed. */
export function ChosenFilters(props: { search: string; neighbourhoods: Neighbourhood[]; schools: School[] }) {
  const chosen = () =>
    filterKeys.flatMap((key): { key: FilterKey; text: string }[] => {
      const value = choicesOf(props.search)[key]
      return value ? [{ key, text: choiceText(key, value, props) ?? value }] : []
    })
  return (
    <>
      <Show when={chosen().length > 0}>
        <ul class="chips" aria-label={t('chosen')}>
          <For each={chosen()}>
            {({ key, text }) => (
              <li>
                <a class="chip" href={addressWith(props.search, { [key]: '' })} noScroll>
                  <span class="visually-hidden">{t('chosen.remove')} </span>
                  {text}
                  <span aria-hidden="true" class="chip__cross">
                    ×
                  </span>
                </a>
              </li>
            )}
          </For>
          <li>
            <a class="chip chip--quiet" href="/" noScroll>
              {t('catalogue.clear')}
            </a>
          </li>
        </ul>
      </Show>
      <nav class="orders" aria-label={t('catalogue.sort')}>
        <span aria-hidden="true">{t('catalogue.sort')}:</span>
        <For each={sortsFor(props.search)}>
          {(sort) => (
            <a
              href={addressWith(props.search, { sort })}
              aria-current={sortOf(props.search) === sort ? 'true' : undefined}
              noScroll
            >
              {t(`sort.${sort}`)}
            </a>
          )}
        </For>
      </nav>
    </>
  )
}
