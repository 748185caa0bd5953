import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import type { SwapPreview, SwapReceipt } from '@portal/shared/enrolments/together.ts'
import { createSignal, createUniqueId, For, Match, onMount, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence, warningSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** What exchanging would give, said before it is done: a place at once, or a turn while the old place stays. */
export function SwapDialog(props: {
  enrolment: Enrolment
  offering: { id: string; title: string }
  name: string
  onClose: () => void
  onDone: (told: { tone: 'ok' | 'warning'; text: string }) => void
}) {
  const titleId = createUniqueId()
  let dialog: HTMLDialogElement | undefined
  onMount(() => dialog?.showModal())
  const [preview, { refetch }] = createLoaded(
    () => props.offering.id,
    (offeringId) =>
      api<SwapPreview>('POST', `/enrolments/${props.enrolment.id}/swaps/previews`, { offeringId }),
  )
  const [failure, setFailure] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  const said = () => ({ name: props.name, title: props.offering.title, old: props.enrolment.offering.title })
  const refusals = () => preview()?.refusals ?? []
  const isWaiting = () => preview()?.outcome === 'waitlisted'
  const swap = async () => {
    if (isBusy()) return
    setBusy(true)
    setFailure('')
    try {
      const { gaveUp } = await api<SwapReceipt>('POST', `/enrolments/${props.enrolment.id}/swaps`, {
        offeringId: props.offering.id,
        // What was promised: without a place nobody waits who did not choose to.
        mayWait: isWaiting(),
      })
      dialog?.close()
      props.onDone(
        gaveUp
          ? { tone: 'ok', text: t('swap.done', said()) }
          : { tone: 'warning', text: t('swap.waiting', said()) },
      )
    } catch (error) {
      setFailure(refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, props.name))
      refetch()
    }
    setBusy(false)
  }
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={() => props.onClose()}>
      <h2 id={titleId}>{t('swap.ask', said())}</h2>
      <div aria-live="polite">
        <Show when={failure()}>
          <Alert tone="error">{failure()}</Alert>
        </Show>
        <Switch>
          <Match when={preview.error}>
            {(error) => (
              <Alert tone="error">
                {error() instanceof ApiProblem
                  ? refusalSentence((error() as ApiProblem).problem, props.name)
                  : t('failed')}
              </Alert>
            )}
          </Match>
          <Match when={!preview()}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={preview()?.outcome === 'refused'}>
            <Alert tone="info" title={t('swap.not', said())}>
              <ul>
                <For each={refusals()}>{(refusal) => <li>{refusalSentence(refusal, props.name)}</li>}</For>
              </ul>
            </Alert>
          </Match>
          <Match when={preview()}>
            {(found) => (
              <>
                <p>
                  {isWaiting()
                    ? t('swap.wait', { ...said(), position: found().position ?? 1 })
                    : t('swap.now', said())}
                </p>
                <For each={found().warnings}>
                  {(warning) => <p class="hint">{warningSentence(warning, props.name)}</p>}
                </For>
              </>
            )}
          </Match>
        </Switch>
      </div>
      <div class="actions">
        <Show when={preview() && preview()?.outcome !== 'refused'}>
          <button type="button" class="button button--primary" onClick={() => void swap()}>
            {isBusy() ? t('busy') : t(isWaiting() ? 'swap.wait.button' : 'swap.now.button')}
          </button>
        </Show>
        <button type="button" class="button" onClick={() => dialog?.close()}>
          {t(preview()?.outcome === 'refused' ? 'swap.close' : 'cancel')}
        </button>
      </div>
    </dialog>
  )
}
