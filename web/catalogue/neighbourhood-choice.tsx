import type { Neighbourhood } from '@portal/shared/places/neighbourhood.ts'
import { For } from 'solid-js'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { addressWith, choicesOf } from './catalogue-address.ts'
import { NeighbourhoodPicture } from './neighbourhood-picture.tsx'

const t = wordsOf(words)

/** The neighbourhoods, to choose one: a list of links, and a picture that shows where they are. */
export function NeighbourhoodChoice(props: { search: string; neighbourhoods: Neighbourhood[] }) {
  const chosen = () => choicesOf(props.search).neighbourhood ?? ''
  return (
    <>
      <h2>{t('catalogue.map')}</h2>
      <NeighbourhoodPicture
        neighbourhoods={props.neighbourhoods}
        chosen={chosen()}
        label={t('catalogue.picture', { city: t('city') })}
      />
      <ul class="places">
        <li>
          <a
            href={addressWith(props.search, { neighbourhood: '' })}
            aria-current={chosen() ? undefined : 'true'}
            noScroll
          >
            {t('catalogue.anyWhere')}
          </a>
        </li>
        <For each={props.neighbourhoods}>
          {(each) => (
            <li>
              <a
                href={addressWith(props.search, { neighbourhood: each.code })}
                aria-current={chosen() === each.code ? 'true' : undefined}
                noScroll
              >
                {each.name}
              </a>
            </li>
          )}
        </For>
      </ul>
    </>
  )
}
