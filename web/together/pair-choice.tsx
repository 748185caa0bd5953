import type { Child } from '@portal/shared/families/child.ts'
import type { PairPreview } from '@portal/shared/pair-codes/pair-code.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { whenText } from '../catalogue/catalogue-data.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** With whom and at what the code is, and which own child joins. `children`: null while they load. */
export function PairChoice(props: {
  found: PairPreview
  children: Child[] | null
  here: string
  isBusy: boolean
  onJoin: (choice: { childId: string; name: string; mayWait: boolean; aloneToo: boolean }) => void
  onOther: () => void
}) {
  const [chosen, setChosen] = createSignal('')
  const [mayWait, setMayWait] = createSignal(true)
  const [aloneToo, setAloneToo] = createSignal(false)
  const own = () => props.children?.filter((child) => child.whyNotAct === null) ?? []
  const childId = () => chosen() || (own()[0]?.id ?? '')
  const name = () => own().find(({ id }) => id === childId())?.firstName ?? ''
  const friend = () => props.found.firstName
  const isFull = () => props.found.free < 2
  return (
    <section
      class="box"
      aria-labelledby="found-pair"
      tabindex="-1"
      ref={(box) => queueMicrotask(() => box.focus())}
    >
      <h2 id="found-pair">{t('code.found', { friend: friend() })}</h2>
      <p>
        <strong>
          <a href={`/aanbod/${props.found.offering.id}`}>{props.found.offering.title}</a>
        </strong>
        <br />
        {t('code.where', { when: whenText(props.found.offering), place: props.found.offering.placeName })}
      </p>
      <p>
        {t(isFull() ? 'code.few' : 'code.room')}{' '}
        <Show when={isFull()}>
          {t(props.found.mayWait ? 'code.friendWaits' : 'code.friendNoWait', { friend: friend() })}
        </Show>
      </p>
      <Switch>
        <Match when={!props.children}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={own().length === 0}>
          <p>{t('code.children.none')}</p>
          <a class="button button--primary" href={`/mijn-kinderen?next=${encodeURIComponent(props.here)}`}>
            {t('code.children.add')}
          </a>
        </Match>
        <Match when={true}>
          <form
            class="together__part"
            onSubmit={(event) => {
              event.preventDefault()
              props.onJoin({
                childId: childId(),
                name: name(),
                // Whoever was told that there is room for both waits only after they chose to.
                mayWait: isFull() && mayWait(),
                aloneToo: isFull() && mayWait() && aloneToo(),
              })
            }}
          >
            <Show when={own().length > 1}>
              <fieldset class="field check-list">
                <legend>{t('code.who', { friend: friend() })}</legend>
                <For each={own()}>
                  {(child) => (
                    <label class="check">
                      <input
                        type="radio"
                        name="joins"
                        checked={childId() === child.id}
                        onChange={() => setChosen(child.id)}
                      />{' '}
                      {child.firstName}
                    </label>
                  )}
                </For>
              </fieldset>
            </Show>
            <Show when={isFull() && props.found.mayWait}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={mayWait()}
                  onChange={(event) => setMayWait(event.currentTarget.checked)}
                />{' '}
                {t('friend.mayWait')}
              </label>
              <Show when={mayWait()}>
                <label class="check">
                  <input
                    type="checkbox"
                    checked={aloneToo()}
                    onChange={(event) => setAloneToo(event.currentTarget.checked)}
                  />{' '}
                  {t('friend.alone', { name: name() })}
                </label>
              </Show>
            </Show>
            <div class="actions">
              <button type="submit" class="button button--primary">
                {props.isBusy ? t('busy') : t('code.join', { name: name(), friend: friend() })}
              </button>
              <button type="button" class="button" onClick={() => props.onOther()}>
                {t('code.other')}
              </button>
            </div>
          </form>
        </Match>
      </Switch>
    </section>
  )
}
