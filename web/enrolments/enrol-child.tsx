import type { CheckResult, EnrolmentReceipt } from '@portal/shared/enrolments/enrolment.ts'
import type { Child } from '@portal/shared/families/child.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import holdWords from '../i18n/nl/holds.json'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { TakeAtOnce } from '../waiting-list/take-at-once.tsx'
import { refusalSentence, warningSentence } from './refusal-sentence.ts'

const t = wordsOf(words)
const h = wordsOf(holdWords)

/** One child before one offering: a button that says exactly what it will do, or the reasons why not. */
export function EnrolChild(props: { child: Child; offeringId: string; onEnrolled: () => void }) {
  const name = () => props.child.firstName
  /** To a young person the same is said as to "you". */
  const own = <Key extends 'enrol.place' | 'enrol.wait' | 'enrol.placed' | 'enrol.waitlisted'>(key: Key) =>
    props.child.isSelf ? (`${key}.self` as const) : key
  const [check, { refetch }] = createLoaded(
    () => props.child.whyNotAct === null,
    () => api<CheckResult>('POST', `/children/${props.child.id}/checks`, { offeringId: props.offeringId }),
  )
  const [receipt, setReceipt] = createSignal<EnrolmentReceipt | null>(null)
  const [failure, setFailure] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  let line: HTMLLIElement | undefined
  const enrol = async () => {
    if (isBusy()) return
    setBusy(true)
    setFailure('')
    try {
      setReceipt(
        await api<EnrolmentReceipt>('POST', '/enrolments', {
          childId: props.child.id,
          offeringId: props.offeringId,
        }),
      )
      // The button is gone: whoever uses a keyboard stays where the answer stands.
      line?.focus()
      props.onEnrolled()
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setFailure(refusalSentence(problem, name()))
      refetch()
    }
    setBusy(false)
  }
  const label = () => {
    if (isBusy()) return t('enrol.busy')
    if (check()?.outcome === 'waitlisted')
      return t(own('enrol.wait'), { name: name(), position: check()?.position ?? 1 })
    return t(own('enrol.place'), { name: name() })
  }
  const refusals = () => check()?.refusals ?? []
  return (
    <li ref={line} tabindex="-1" aria-live="polite">
      <Show when={failure()}>
        <Alert tone="error">{failure()}</Alert>
      </Show>
      <Switch>
        <Match when={props.child.whyNotAct}>
          {(code) => <Alert tone="info">{refusalSentence({ code: code() }, name())}</Alert>}
        </Match>
        <Match when={receipt()}>
          {(done) => (
            <Alert tone={done().status === 'placed' ? 'ok' : 'warning'}>
              {done().status === 'placed'
                ? t(own('enrol.placed'), { name: name() })
                : t(own('enrol.waitlisted'), { name: name(), position: done().position ?? 1 })}{' '}
              <a href={`/mijn-week?kind=${props.child.id}`}>{t('enrol.week')}</a>
              <Show when={done().status === 'waitlisted'}>
                <TakeAtOnce enrolmentId={done().id} name={name()} isOn={false} />
              </Show>
            </Alert>
          )}
        </Match>
        <Match when={check.error}>
          <Alert tone="error">{t('failed.text')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('failed.again')}
          </button>
        </Match>
        <Match when={!check()}>
          <LoadingBlock label={name()} />
        </Match>
        <Match when={refusals().some((refusal) => refusal.code === 'already-enrolled')}>
          <Alert tone="info">
            {refusalSentence({ code: 'already-enrolled' }, name())}{' '}
            <a href={`/mijn-week?kind=${props.child.id}`}>{t('enrol.week')}</a>
          </Alert>
        </Match>
        <Match when={refusals().length > 0}>
          <Alert tone="info" title={t('enrol.not', { name: name() })}>
            <ul>
              <For each={refusals()}>{(refusal) => <li>{refusalSentence(refusal, name())}</li>}</For>
            </ul>
          </Alert>
        </Match>
        <Match when={check()}>
          <Show when={check()?.heldUntil}>
            <p>
              <strong>
                {h(props.child.isSelf ? 'held.forChild.self' : 'held.forChild', { name: name() })}
              </strong>
            </p>
          </Show>
          <button type="button" class="button button--primary button--wide" onClick={enrol}>
            {label()}
          </button>
          <Show when={check()?.places}>
            {(places) => <p class="hint">{t('enrol.places', { name: name(), ...places() })}</p>}
          </Show>
          <For each={check()?.warnings}>
            {(warning) => <p class="hint">{warningSentence(warning, name())}</p>}
          </For>
        </Match>
      </Switch>
    </li>
  )
}
