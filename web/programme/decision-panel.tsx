import { type Decision, decisionsIn } from '@portal/shared/providers/decision.ts'
import type { Provider } from '@portal/shared/providers/organisation.ts'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { today } from '../ui/dates.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { asksReason, asksTerms, type DecisionDraft, draftOf, errorsOf, inputOf } from './decision-draft.ts'
import { ReasonField, TermsFields } from './decision-fields.tsx'

const t = wordsOf(words)
const fieldNames: readonly string[] = ['reason', 'conditions', 'vogValidUntil', 'hasSafetyCode']

/** What can be decided now: each is asked in a dialog that says what will happen. */
export function DecisionPanel(props: {
  provider: Provider
  onDecided: (provider: Provider) => void
  onReload: () => void
}) {
  const [open, setOpen] = createSignal<Decision | null>(null)
  const titleId = createUniqueId()
  let dialog: HTMLDialogElement | undefined
  const ask = (decision: Decision) => {
    setOpen(decision)
    dialog?.showModal()
  }
  const close = () => dialog?.close()
  const tone = (decision: Decision) =>
    decision === 'approve' || decision === 'reinstate'
      ? 'button--primary'
      : asksReason(decision)
        ? 'button--danger'
        : ''
  return (
    <section class="box" aria-labelledby="decide">
      <h2 id="decide">{t('decide.title')}</h2>
      <div class="actions">
        <For each={decisionsIn(props.provider.status)}>
          {(decision) => (
            <button type="button" class={`button ${tone(decision)}`} onClick={() => ask(decision)}>
              {t(`decide.open.${decision}`)}
            </button>
          )}
        </For>
      </div>
      <dialog ref={dialog} aria-labelledby={titleId} onClose={() => setOpen(null)}>
        <Show when={open()} keyed>
          {(decision) => (
            <DecisionForm
              decision={decision}
              provider={props.provider}
              titleId={titleId}
              onDecided={(provider) => {
                close()
                props.onDecided(provider)
              }}
              onReload={() => {
                close()
                props.onReload()
              }}
              onCancel={close}
            />
          )}
        </Show>
      </dialog>
    </section>
  )
}

function DecisionForm(props: {
  decision: Decision
  provider: Provider
  titleId: string
  onDecided: (provider: Provider) => void
  onReload: () => void
  onCancel: () => void
}) {
  const [draft, setDraft] = createSignal<DecisionDraft>(draftOf(props.provider))
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isStale, setStale] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const found = () =>
    Object.fromEntries(
      Object.entries(errorsOf(props.decision, draft(), today())).map(([name, key]) => [name, t(key)]),
    )
  const change = (part: Partial<DecisionDraft>) => setDraft({ ...draft(), ...part })
  const leave = (name: keyof DecisionDraft) => {
    const { [name]: _, ...rest } = errors()
    const error = draft()[name] ? found()[name] : undefined
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    setErrors(found())
    if (Object.keys(found()).length > 0 || isBusy()) return
    setBusy(true)
    try {
      props.onDecided(
        await api<Provider>(
          'POST',
          `/providers/${props.provider.id}/decisions`,
          inputOf(props.decision, draft(), props.provider.version),
        ),
      )
    } catch (error) {
      setErrors(refused(error))
      setStale(error instanceof ApiProblem && error.problem.code === 'changed-meanwhile')
      setBusy(false)
    }
  }
  const children = () => props.provider.children
  return (
    <form class="form" novalidate onSubmit={send}>
      <h2 id={props.titleId}>{t(`decide.${props.decision}.title`, { name: props.provider.name })}</h2>
      <p>{t(`decide.${props.decision}.text`)}</p>
      <Show when={props.decision === 'suspend'}>
        <p>
          <strong>
            {children().placed + children().waiting === 0
              ? t('decide.suspend.children.none')
              : t(
                  children().placed === 1 ? 'decide.suspend.children.one' : 'decide.suspend.children',
                  children(),
                )}
          </strong>
        </p>
      </Show>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <Show when={isStale()}>
        <button type="button" class="button" onClick={() => props.onReload()}>
          {t('decide.reload')}
        </button>
      </Show>
      <Show when={asksTerms(props.decision)}>
        <TermsFields draft={draft()} errors={errors()} onChange={change} onLeave={leave} />
      </Show>
      <Show when={asksReason(props.decision)}>
        <ReasonField draft={draft()} errors={errors()} onChange={change} onLeave={leave} />
      </Show>
      <div class="actions">
        <button
          type="submit"
          class={`button ${asksReason(props.decision) ? 'button--danger' : 'button--primary'}`}
        >
          {isBusy() ? t('busy') : t(`decide.${props.decision}.yes`)}
        </button>
        <button type="button" class="button" onClick={() => props.onCancel()}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

/** What the server has against a decision, in words per field. */
function refused(error: unknown): Record<string, string> {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
  const wrong = ('errors' in problem ? (problem.errors ?? []) : [])
    .map(({ pointer }) => pointer.slice(1))
    .filter((name) => fieldNames.includes(name))
  const sentences: Record<string, string> = {
    reason: t('decide.wrong.reason'),
    conditions: t('decide.wrong.conditions'),
    vogValidUntil: t('decide.wrong.vog'),
    hasSafetyCode: t('decide.wrong.code'),
  }
  if (wrong.length === 0) return { form: refusalSentence(problem, '') }
  return Object.fromEntries(wrong.map((name) => [name, sentences[name] ?? '']))
}
