import type { OfferingChangePreview, SessionTime } from '@portal/shared/catalogue/offering-change.ts'
import { createSignal, For, onMount, Show } from 'solid-js'
import words from '../i18n/nl/changes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchTime } from '../ui/dates.ts'
import { ErrorSummary, TextArea } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import './changes.css'
import type { OfferingChange, Told } from './create-offering-change.ts'

const t = wordsOf(words)
type Countable = 'placed' | 'waiting' | 'families' | 'elsewhere' | 'end' | 'lessons' | 'travel'
/** One is said otherwise than many. */
const counted = (key: Countable, count: number) => (count === 1 ? t(`${key}.one`) : t(key, { count }))

/** Before a change is kept: what changes, for whom, whom it does not fit, and why it is done. */
export function ChangeSummary(props: {
  preview: OfferingChangePreview
  change: OfferingChange
  onConfirm: (told: Told) => void
}) {
  let heading: HTMLHeadingElement | undefined
  onMount(() => heading?.focus())
  const [reason, setReason] = createSignal('')
  const [ends, setEnds] = createSignal(false)
  const [wrong, setWrong] = createSignal<Record<string, string>>({})
  const preview = () => props.preview
  const find = () => ({
    ...(preview().wouldEnd > 0 && !ends() ? { ends: t('end.wrong') } : {}),
    ...(reason().trim() ? {} : { reason: t('reason.wrong') }),
  })
  const confirm = (event: SubmitEvent) => {
    event.preventDefault()
    setWrong(find())
    if (Object.keys(find()).length > 0) return
    props.onConfirm({ reason: reason().trim(), ...(ends() ? { onClash: 'end' as const } : {}) })
  }
  return (
    <section class="box change" aria-labelledby="change-summary">
      <h2 id="change-summary" ref={heading} tabindex="-1">
        {t('title')}
      </h2>
      <ErrorSummary title={t('errors')} errors={{ ...props.change.errors(), ...wrong() }} />
      <What preview={preview()} />
      <Whom preview={preview()} />
      <form class="form" novalidate onSubmit={confirm}>
        <Show when={preview().wouldEnd > 0}>
          <Alert tone="warning" title={t('elsewhere.title')}>
            <p>{counted('elsewhere', preview().wouldEnd)}</p>
            <Show when={wrong().ends}>
              <p class="field__error" id="field-ends-error">
                {wrong().ends}
              </p>
            </Show>
            <label class="check">
              <input
                type="checkbox"
                id="field-ends"
                aria-describedby={wrong().ends ? 'field-ends-error' : undefined}
                checked={ends()}
                aria-invalid={wrong().ends ? 'true' : undefined}
                onChange={(event) => setEnds(event.currentTarget.checked)}
              />{' '}
              {counted('end', preview().wouldEnd)}
            </label>
          </Alert>
        </Show>
        <TextArea
          label={preview().cancelsOffering ? t('cancel.reason') : t('reason')}
          hint={t('reason.hint')}
          name="reason"
          rows={3}
          value={reason()}
          error={wrong().reason}
          onType={setReason}
          onLeave={() => reason().trim() && setWrong(({ reason: _, ...rest }) => rest)}
        />
        <div class="actions">
          <button type="submit" class="button button--primary">
            {props.change.isBusy() ? t('busy') : t('save')}
          </button>
          <button type="button" class="button" onClick={() => props.change.goBack()}>
            {t('back')}
          </button>
        </div>
      </form>
    </section>
  )
}

const sessionText = ({ date, startTime, endTime }: SessionTime) =>
  `${dutchDay(date)} ${dutchTime(startTime)} - ${dutchTime(endTime)} uur`

/** What happens to the sessions and the place. */
function What(props: { preview: OfferingChangePreview }) {
  const sessions = () => props.preview.sessions
  return (
    <dl class="change__list">
      <For each={sessions().moved}>
        {(each) => (
          <>
            <dt>{t('kind.moved')}</dt>
            <dd>
              <s>{sessionText(each.from)}</s>
              <br />
              <strong>{sessionText(each.to)}</strong>
            </dd>
          </>
        )}
      </For>
      <For each={sessions().cancelled}>
        {(each) => (
          <>
            <dt>{t('kind.cancelled')}</dt>
            <dd>
              <s>{sessionText(each)}</s>
            </dd>
          </>
        )}
      </For>
      <For each={sessions().added}>
        {(each) => (
          <>
            <dt>{t('kind.added')}</dt>
            <dd>
              <strong>{sessionText(each)}</strong>
            </dd>
          </>
        )}
      </For>
      <Show when={props.preview.place}>
        {(place) => (
          <>
            <dt>{t('kind.place')}</dt>
            <dd>
              <s>{place().from}</s>
              <br />
              <strong>{place().to}</strong>
            </dd>
          </>
        )}
      </Show>
    </dl>
  )
}

/** Who is told, and for whom it does not fit. */
export function Whom(props: { preview: OfferingChangePreview }) {
  const told = () => props.preview.told
  const clashing = () => props.preview.clashing
  const waitingElsewhere = () => clashing().elsewhere - props.preview.wouldEnd
  const doesFit = () => clashing().elsewhere + clashing().lessons + clashing().travel === 0
  return (
    <>
      <p>
        <Show when={told().placed > 0}>{counted('placed', told().placed)} </Show>
        <Show when={told().waiting > 0}>{counted('waiting', told().waiting)} </Show>
        {counted('families', told().families)}
      </p>
      <Show when={!props.preview.cancelsOffering}>
        <Show when={doesFit()}>
          <p>{t('fits')}</p>
        </Show>
        <Show when={clashing().lessons > 0}>
          <p>{counted('lessons', clashing().lessons)}</p>
        </Show>
        <Show when={clashing().travel > 0}>
          <p>{counted('travel', clashing().travel)}</p>
        </Show>
        <Show when={waitingElsewhere() > 0}>
          <p>{t('waitingElsewhere')}</p>
        </Show>
      </Show>
      <Show when={props.preview.children?.length ? props.preview.children : null}>
        {(children) => (
          <details class="folded">
            <summary>{t('who')}</summary>
            <ul>
              <For each={children()}>
                {(child) => (
                  <li>
                    {child.firstName} {child.lastName}{' '}
                    {child.clashes
                      .map(({ code, facts }) =>
                        t(`clash.${code}` as 'clash.lesson-clash', { date: dutchDay(String(facts.date)) }),
                      )
                      .join(', ')}
                  </li>
                )}
              </For>
            </ul>
          </details>
        )}
      </Show>
    </>
  )
}
