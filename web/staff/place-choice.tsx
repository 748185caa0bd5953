import { For, Show } from 'solid-js'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** For somebody who works at several schools or organisations: which one is looked at. */
export function PlaceChoice(props: {
  places: readonly { id: string; name: string }[]
  chosen: string | undefined
  link: (id: string) => string
}) {
  return (
    <Show when={props.places.length > 1}>
      <nav aria-label={t('staff.places')}>
        <ul class="places">
          <For each={props.places}>
            {(place) => (
              <li>
                {/* Not the router's own link: to that, two addresses which differ in their query are one. */}
                <a href={props.link(place.id)} aria-current={place.id === props.chosen ? 'true' : undefined}>
                  {place.name}
                </a>
              </li>
            )}
          </For>
        </ul>
      </nav>
    </Show>
  )
}
