import { type GroupPreview, type GroupReceipt, mostTogether } from '@portal/shared/enrolments/together.ts'
import type { Child } from '@portal/shared/families/child.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { CheckList } from '../ui/check-list.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { joinNames } from './names.ts'

const t = wordsOf(words)

/** Several own children at once, all or none: what it would give for those who are ticked, and one button. */
export function Siblings(props: { children: Child[]; offeringId: string; onEnrolled: () => void }) {
  const [chosen, setChosen] = createSignal(
    props.children.length <= mostTogether ? props.children.map(({ id }) => id) : [],
  )
  const [aloneToo, setAloneToo] = createSignal(false)
  const [error, setError] = createSignal('')
  const [failure, setFailure] = createSignal<string[]>([])
  const [done, setDone] = createSignal<GroupReceipt | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  let answer: HTMLDivElement | undefined
  const nameOf = (id: string) => props.children.find((child) => child.id === id)?.firstName ?? ''
  const names = () => joinNames(chosen().map(nameOf))
  const [preview, { refetch }] = createLoaded(
    () => chosen().length >= 2 && chosen().length <= mostTogether && chosen().join(','),
    (ids) =>
      api<GroupPreview>('POST', '/enrolment-groups/previews', {
        offeringId: props.offeringId,
        childIds: ids.split(','),
      }),
  )
  const refusals = (found: GroupPreview) =>
    found.children.flatMap(({ childId, refusals }) =>
      refusals
        .filter(({ code }) => code !== 'offering-full')
        .map((each) => refusalSentence(each, nameOf(childId))),
    )
  const enrol = async (event: SubmitEvent) => {
    event.preventDefault()
    const count = chosen().length
    setError(
      count < 2 ? t('siblings.few') : count > mostTogether ? t('siblings.most', { most: mostTogether }) : '',
    )
    if (error() || isBusy()) return
    setBusy(true)
    setFailure([])
    try {
      setDone(
        await api<GroupReceipt>('POST', '/enrolment-groups', {
          offeringId: props.offeringId,
          childIds: chosen(),
          aloneToo: aloneToo(),
        }),
      )
      answer?.focus()
      props.onEnrolled()
    } catch (caught) {
      const problem =
        caught instanceof ApiProblem ? caught.problem : { code: 'other' as const, refusals: undefined }
      const told = problem.refusals?.map((each) => refusalSentence(each, String(each.facts.child ?? '')))
      setFailure(told?.length ? told : [refusalSentence(problem, names())])
      refetch()
    }
    setBusy(false)
  }
  const isWaiting = () => preview()?.outcome === 'waitlisted'
  return (
    <div ref={answer} tabindex="-1" class="together__part">
      <Show
        when={!done()}
        fallback={
          <Alert tone={done()?.outcome === 'placed' ? 'ok' : 'warning'}>
            {t(done()?.outcome === 'placed' ? 'siblings.placed' : 'siblings.waiting', { names: names() })}{' '}
            <a href="/mijn-week">{t('week')}</a>
          </Alert>
        }
      >
        <p>{t('siblings.text')}</p>
        <form novalidate onSubmit={enrol}>
          <CheckList
            label={t('siblings.who')}
            name="together"
            error={error() || undefined}
            options={props.children.map(({ id, firstName }) => ({ value: id, label: firstName }))}
            chosen={chosen()}
            onChange={(next) => {
              setError('')
              setFailure([])
              setChosen(next)
            }}
          />
          <div aria-live="polite">
            <Show when={failure().length > 0}>
              <Alert tone="error">
                <For each={failure()}>{(line) => <p>{line}</p>}</For>
              </Alert>
            </Show>
            <Switch>
              <Match when={chosen().length < 2}>
                <p class="hint">{t('siblings.few')}</p>
              </Match>
              <Match when={preview.error}>
                <Alert tone="error">{t('failed')}</Alert>
              </Match>
              <Match when={preview.loading || !preview()}>
                <LoadingBlock label={t('loading')} />
              </Match>
              <Match when={preview()}>
                {(found) => (
                  <Switch>
                    <Match when={found().outcome === 'refused'}>
                      <Alert tone="info" title={t('siblings.not')}>
                        <ul>
                          <For
                            each={refusals(found())}
                            fallback={<li>{t('siblings.noRoom', { count: chosen().length })}</li>}
                          >
                            {(line) => <li>{line}</li>}
                          </For>
                        </ul>
                      </Alert>
                    </Match>
                    <Match when={isWaiting()}>
                      <p>
                        {t('siblings.wait', {
                          count: chosen().length,
                          names: names(),
                          position: found().children[0]?.position ?? 1,
                        })}
                      </p>
                      <label class="check">
                        <input
                          type="checkbox"
                          checked={aloneToo()}
                          onChange={(event) => setAloneToo(event.currentTarget.checked)}
                        />{' '}
                        {t('alone.siblings')}
                      </label>
                    </Match>
                    <Match when={true}>
                      <p>{t('siblings.room', { names: names() })}</p>
                    </Match>
                  </Switch>
                )}
              </Match>
            </Switch>
          </div>
          <Show when={preview()?.outcome !== 'refused' || chosen().length < 2}>
            <button type="submit" class="button button--primary button--wide">
              {isBusy() ? t('busy') : t(isWaiting() ? 'siblings.join' : 'siblings.place', { names: names() })}
            </button>
          </Show>
        </form>
      </Show>
    </div>
  )
}
