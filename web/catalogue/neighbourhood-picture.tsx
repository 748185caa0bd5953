import type { Neighbourhood } from '@portal/shared/places/neighbourhood.ts'
import { For } from 'solid-js'

/** The neighbourhoods as a picture beside their list: the list is the control, the picture shows where one is. */
export function NeighbourhoodPicture(props: {
  neighbourhoods: Neighbourhood[]
  chosen: string
  label: string
}) {
  const points = () => props.neighbourhoods.flatMap((each) => each.outline.flat())
  const west = () => Math.min(...points().map(([x]) => x))
  const north = () => Math.max(...points().map(([, y]) => y))
  // At this latitude a degree of longitude is 0.62 of one of latitude.
  const path = (each: Neighbourhood) =>
    each.outline
      .map(
        (ring) =>
          `M${ring.map(([x, y]) => `${((x - west()) * 620).toFixed(1)} ${((north() - y) * 1000).toFixed(1)}`).join('L')}Z`,
      )
      .join('')
  const width = () => (Math.max(...points().map(([x]) => x)) - west()) * 620
  const height = () => (north() - Math.min(...points().map(([, y]) => y))) * 1000
  return (
    <svg class="picture" viewBox={`-2 -2 ${width() + 4} ${height() + 4}`} role="img" aria-label={props.label}>
      <For each={props.neighbourhoods}>
        {(each) => (
          <path
            d={path(each)}
            class="picture__part"
            classList={{ 'picture__part--chosen': each.code === props.chosen }}
          >
            <title>{each.name}</title>
          </path>
        )}
      </For>
    </svg>
  )
}
