import type { Child } from '@portal/shared/families/child.ts'
import type { NewPairCode, PairCodePage } from '@portal/shared/pair-codes/pair-code.ts'
import { createSignal, For, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchMoment } from '../ui/dates.ts'
import { SelectField } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Make a code for a friend and give it away; or go to where a code is entered. */
export function Friend(props: { children: Child[]; offering: { id: string; title: string } }) {
  const [childId, setChildId] = createSignal(props.children[0]?.id ?? '')
  const [mayWait, setMayWait] = createSignal(true)
  const [aloneToo, setAloneToo] = createSignal(false)
  const [made, setMade] = createSignal<NewPairCode | null>(null)
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  const name = () => props.children.find(({ id }) => id === childId())?.firstName ?? ''
  const [codes, { refetch }] = createLoaded(
    () => props.offering.id,
    (id) => api<PairCodePage>('GET', `/pair-codes?offeringId=${id}&pageSize=50`),
  )
  const open = () =>
    codes.latest?.items.find(({ state, child }) => state === 'open' && child.id === childId())
  const joined = () => codes.latest?.items.filter((each) => each.joined) ?? []
  const fail = (error: unknown) =>
    setMessage({
      tone: 'error',
      text: refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, name()),
    })
  const act = async (work: () => Promise<void>) => {
    if (isBusy()) return
    setBusy(true)
    setMessage(null)
    try {
      await work()
      refetch()
    } catch (error) {
      fail(error)
    }
    setBusy(false)
  }
  const make = (event: SubmitEvent) => {
    event.preventDefault()
    setMade(null)
    void act(async () => {
      setMade(
        await api<NewPairCode>('POST', '/pair-codes', {
          childId: childId(),
          offeringId: props.offering.id,
          mayWait: mayWait(),
          aloneToo: mayWait() && aloneToo(),
        }),
      )
    })
  }
  const stop = (id: string) =>
    void act(async () => {
      await api('DELETE', `/pair-codes/${id}`)
      setMade(null)
      setMessage({ tone: 'ok', text: t('friend.stopped') })
    })
  const share = async (code: NewPairCode) => {
    const text = t('friend.share.text', { title: props.offering.title, code: code.code })
    try {
      if (typeof navigator.share === 'function') await navigator.share({ text, url: code.link })
      else {
        await navigator.clipboard.writeText(`${text} ${code.link}`)
        setMessage({ tone: 'ok', text: t('friend.copied') })
      }
    } catch {
      // Whoever closes the list of ways to share has shared nothing, and still sees the code.
    }
  }
  const canShare = typeof navigator.share === 'function'
  return (
    <div class="together__part">
      <p>{t('friend.text')}</p>
      <div aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
        <For each={joined()}>
          {(code) => (
            <Alert tone="ok">
              {t('friend.joined', { friend: code.joined ?? '', name: code.child.firstName })}
            </Alert>
          )}
        </For>
        <Show when={made()}>
          {(code) => (
            <div class="pair-code" tabindex="-1" ref={(box) => queueMicrotask(() => box.focus())}>
              <p class="pair-code__label">{t('friend.made')}</p>
              <p class="pair-code__code">{code().code}</p>
              <p>{t('friend.made.text', { until: dutchMoment(code().expiresAt) })}</p>
              <button type="button" class="button button--primary" onClick={() => void share(code())}>
                {t(canShare ? 'friend.share' : 'friend.copy')}
              </button>
            </div>
          )}
        </Show>
      </div>
      <Show when={open()}>
        {(code) => (
          <div class="together__open">
            <Show when={!made()}>
              <p>
                {t('friend.open', {
                  name: code().child.firstName,
                  until: dutchMoment(code().expiresAt),
                })}
              </p>
            </Show>
            <button type="button" class="button" onClick={() => stop(code().id)}>
              {t('friend.stop')}
            </button>
          </div>
        )}
      </Show>
      <Show when={!made()}>
        <form novalidate onSubmit={make}>
          <Show when={props.children.length > 1}>
            <SelectField
              label={t('friend.who')}
              name="friend-child"
              value={childId()}
              options={props.children.map(({ id, firstName }) => ({ value: id, label: firstName }))}
              onChange={setChildId}
            />
          </Show>
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
          <button type="submit" class="button button--wide">
            {isBusy() ? t('busy') : t('friend.make')}
          </button>
        </form>
      </Show>
      <p>
        <a href="/samen">{t('friend.have')}</a>
      </p>
    </div>
  )
}
