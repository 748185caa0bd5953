import type { ChildPlaces } from '@portal/shared/periods/period.ts'
import { For, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'

const t = wordsOf(words)

/** How many places a child has and may have; nothing where the municipality sets no limit. */
export function ChildPlacesPanel(props: { childId: string }) {
  const [places] = createLoaded(
    () => props.childId,
    (id) => api<ChildPlaces>('GET', `/children/${id}/places`),
  )
  return (
    <Show when={places.latest?.items.length}>
      <section class="box" aria-labelledby="child-places">
        <h2 id="child-places">{t('places.title')}</h2>
        <p>{t('places.text')}</p>
        <dl class="facts">
          <For each={places.latest?.items}>
            {(period) => (
              <>
                <dt>{period.name}</dt>
                <dd>{t('places.held', { held: period.held, most: period.most })}</dd>
              </>
            )}
          </For>
        </dl>
      </section>
    </Show>
  )
}
