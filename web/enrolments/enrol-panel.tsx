import type { CheckResult, EnrolmentReceipt } from '@portal/shared/enrolments/enrolment.ts'
import type { Child, ChildPage } from '@portal/shared/families/child.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { useMe } from '../me.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { refusalSentence } from './refusal-sentence.ts'

const t = wordsOf(words)

/** For each own child: one button that says what it will do, or why not. */
export function EnrolPanel(props: { offeringId: string }) {
  const me = useMe()
  const [children] = createLoaded(
    () => me !== null,
    () => api<ChildPage>('GET', '/children?pageSize=100'),
  )
  return (
    <Switch>
      <Match when={!me}>
        <p>{t('enrol.visitor')}</p>
        <a class="button button--primary" href={`/inloggen?next=/aanbod/${props.offeringId}`}>
          {t('enrol.signIn')}
        </a>
      </Match>
      <Match when={children.error}>
        <Alert tone="error">{t('failed.text')}</Alert>
      </Match>
      <Match when={children.loading}>
        <LoadingBlock label={t('loading')} />
      </Match>
      <Match when={children()?.items.length === 0}>
        <p>{t('enrol.noChildren')}</p>
        <a class="button button--primary" href={`/mijn-kinderen?next=/aanbod/${props.offeringId}`}>
          {t('enrol.addChild')}
        </a>
      </Match>
      <Match when={children()}>
        <ul class="enrol-list">
          <For each={children()?.items}>
            {(child) => <ForChild child={child} offeringId={props.offeringId} />}
          </For>
        </ul>
      </Match>
    </Switch>
  )
}

function ForChild(props: { child: Child; offeringId: string }) {
  const name = () => props.child.firstName
  const [check, { refetch }] = createLoaded(
    () => true,
    () => api<CheckResult>('POST', `/children/${props.child.id}/checks`, { offeringId: props.offeringId }),
  )
  const [receipt, setReceipt] = createSignal<EnrolmentReceipt | null>(null)
  const [failure, setFailure] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
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
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setFailure(refusalSentence(problem, name()))
      void refetch()
    }
    setBusy(false)
  }
  const label = () => {
    if (isBusy()) return t('enrol.busy')
    if (check()?.outcome === 'waitlisted')
      return t('enrol.wait', { name: name(), position: check()?.position ?? 1 })
    return t('enrol.place', { name: name() })
  }
  const isEnrolled = () => check()?.refusals.some((refusal) => refusal.code === 'already-enrolled')
  return (
    <li aria-live="polite">
      <Show when={failure()}>
        <Alert tone="error">{failure()}</Alert>
      </Show>
      <Switch>
        <Match when={receipt()}>
          {(done) => (
            <Alert tone={done().status === 'placed' ? 'ok' : 'warning'}>
              {done().status === 'placed'
                ? t('enrol.placed', { name: name() })
                : t('enrol.waitlisted', { name: name(), position: done().position ?? 1 })}{' '}
              <a href="/mijn-week">{t('enrol.week')}</a>
            </Alert>
          )}
        </Match>
        <Match when={check.error}>
          <Alert tone="error">{t('failed.text')}</Alert>
        </Match>
        <Match when={check.loading}>
          <LoadingBlock label={name()} />
        </Match>
        <Match when={isEnrolled()}>
          <Alert tone="info">
            {refusalSentence({ code: 'already-enrolled' }, name())} <a href="/mijn-week">{t('enrol.week')}</a>
          </Alert>
        </Match>
        <Match when={check()?.outcome === 'refused'}>
          <Alert tone="info" title={t('enrol.not', { name: name() })}>
            <ul>
              <For each={check()?.refusals}>{(refusal) => <li>{refusalSentence(refusal, name())}</li>}</For>
            </ul>
          </Alert>
        </Match>
        <Match when={check()}>
          <button type="button" class="button button--primary button--wide" onClick={enrol}>
            {label()}
          </button>
        </Match>
      </Switch>
    </li>
  )
}
