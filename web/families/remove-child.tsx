import type { Child } from '@portal/shared/families/child.ts'
import type { RemovalPreview } from '@portal/shared/families/removal.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import account from '../i18n/nl/account.json'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const a = wordsOf(account)

/** The button that removes a child, with a question before it that says what will happen to whom. */
export function RemoveChild(props: { child: Child; onRemoved: () => void }) {
  const [preview, setPreview] = createSignal<RemovalPreview | null>(null)
  const [failure, setFailure] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  let dialog: HTMLDialogElement | undefined
  const titleId = () => `remove-${props.child.id}`
  const name = () => props.child.firstName
  const label = () => (props.child.isSelf ? t('remove.button.self') : t('remove.button', { name: name() }))
  const attempt = async (work: () => Promise<void>) => {
    setFailure('')
    try {
      await work()
    } catch (error) {
      setFailure(refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, name()))
    }
  }
  const ask = () => {
    setPreview(null)
    dialog?.showModal()
    void attempt(async () => {
      setPreview(await api<RemovalPreview>('GET', `/children/${props.child.id}/removal-preview`))
    })
  }
  const remove = async () => {
    if (isBusy()) return
    setBusy(true)
    await attempt(async () => {
      await api('DELETE', `/children/${props.child.id}`)
      dialog?.close()
      props.onRemoved()
    })
    setBusy(false)
  }
  const outcomeText = ({ outcome, schoolName }: RemovalPreview) => {
    const values = { name: name(), school: schoolName ?? '' }
    if (outcome === 'leaves-family' || !props.child.isSelf) return t(`remove.${outcome}`, values)
    return t(`remove.${outcome}.self`, values)
  }
  const endText = ({ status, waiting, offering }: RemovalPreview['enrolments'][number]) => {
    if (status === 'waitlisted' || status === 'wished') return t('remove.waits', { title: offering.title })
    return t(waiting > 0 ? 'remove.place' : 'remove.place.free', { title: offering.title })
  }
  return (
    <>
      <button type="button" class="button button--danger" onClick={ask}>
        {label()}
      </button>
      <dialog ref={dialog} aria-labelledby={titleId()}>
        <h2 id={titleId()}>{label()}</h2>
        <div aria-live="polite">
          <Switch>
            <Match when={failure()}>
              <Alert tone="error">{failure()}</Alert>
            </Match>
            <Match when={!preview()}>
              <LoadingBlock label={t('remove.busy')} />
            </Match>
            <Match when={preview()}>
              {(found) => (
                <>
                  <p>{outcomeText(found())}</p>
                  <Show when={found().enrolments.length > 0}>
                    <Alert
                      tone="warning"
                      title={t(found().enrolments.length === 1 ? 'remove.ends.one' : 'remove.ends')}
                    >
                      <ul>
                        <For each={found().enrolments}>{(enrolment) => <li>{endText(enrolment)}</li>}</For>
                      </ul>
                    </Alert>
                  </Show>
                </>
              )}
            </Match>
          </Switch>
        </div>
        <div class="actions">
          <Show when={preview() && !failure()}>
            <button type="button" class="button button--danger" onClick={remove}>
              {isBusy() ? a('busy') : label()}
            </button>
          </Show>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {a('cancel')}
          </button>
        </div>
      </dialog>
    </>
  )
}
