import type { Child } from '@portal/shared/families/child.ts'
import { createSignal, Show } from 'solid-js'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { Friend } from './friend.tsx'
import { Siblings } from './siblings.tsx'
import './together.css'

const t = wordsOf(words)

/** Other ways to enrol: several own children at once, or together with a friend. */
export default function TogetherPanel(props: {
  children: Child[]
  offering: { id: string; title: string }
  onEnrolled: () => void
}) {
  const own = () => props.children.filter((child) => child.whyNotAct === null)
  /** A young person acts for one: themselves. */
  const siblings = () => own().filter((child) => !child.isSelf)
  /** Until somebody looks nothing is asked: most families enrol one child. */
  const [isOpened, setOpened] = createSignal(false)
  return (
    <Show when={own().length > 0}>
      <div class="together">
        <Show when={siblings().length > 1}>
          <details class="folded" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
            <summary>{t('siblings')}</summary>
            <Show when={isOpened()}>
              <Siblings children={siblings()} offeringId={props.offering.id} onEnrolled={props.onEnrolled} />
            </Show>
          </details>
        </Show>
        <details class="folded">
          <summary>{t('friend')}</summary>
          <Friend children={own()} offering={props.offering} />
        </details>
      </div>
    </Show>
  )
}
