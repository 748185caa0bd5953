import type { ChildPage } from '@portal/shared/families/child.ts'
import type { PairPreview, PairRedemption } from '@portal/shared/pair-codes/pair-code.ts'
import { normalisePairCode, pairCodePattern, showPairCode } from '@portal/shared/pair-codes/pair-code-text.ts'
import { createSignal, Match, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, TextField } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { PairChoice } from './pair-choice.tsx'
import './together.css'

const t = wordsOf(words)

/** What is wrong with a code, in words; the code itself is never repeated. */
const sentence = (error: unknown, name: string) => {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
  return problem.code === 'invalid-input' ? t('code.wrong') : refusalSentence(problem, name)
}
const isCode = (typed: string) => pairCodePattern.test(normalisePairCode(typed.slice(0, 60)))

/** A code from another family, typed or from a link: with whom and at what, which child, and then both are enrolled. */
export default function PairCodePage() {
  const me = useMe()
  const given = normalisePairCode((new URLSearchParams(location.search).get('code') ?? '').slice(0, 60))
  const [code, setCode] = createSignal(given ? showPairCode(given) : '')
  const [found, setFound] = createSignal<PairPreview | null>(null)
  const [done, setDone] = createSignal<{ redemption: PairRedemption; name: string; title: string } | null>(
    null,
  )
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const [children] = createLoaded(
    () => me !== null,
    () => api<ChildPage>('GET', '/children?pageSize=100'),
  )
  const here = () => `/samen${given ? `?code=${showPairCode(given)}` : ''}`

  const look = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy()) return
    setErrors(isCode(code()) ? {} : { code: t('code.wrong') })
    if (!isCode(code())) return
    setBusy(true)
    try {
      setFound(await api<PairPreview>('POST', '/pair-codes/previews', { code: code() }))
    } catch (error) {
      setErrors({ code: sentence(error, '') })
    }
    setBusy(false)
  }
  const join = async (choice: { childId: string; name: string; mayWait: boolean; aloneToo: boolean }) => {
    if (isBusy()) return
    const { name, ...chosen } = choice
    setBusy(true)
    setErrors({})
    try {
      const redemption = await api<PairRedemption>('POST', '/pair-codes/redemptions', {
        code: code(),
        ...chosen,
      })
      setDone({ redemption, name, title: found()?.offering.title ?? '' })
    } catch (error) {
      setErrors({ form: sentence(error, name) })
      // There may be less room than was shown.
      const again = await api<PairPreview>('POST', '/pair-codes/previews', { code: code() }).catch(() => null)
      if (again) setFound(again)
    }
    setBusy(false)
  }
  return (
    <div class="wrap narrow">
      <PageTitle title={t('code.title')} />
      <h1>{t('code.title')}</h1>
      <Switch>
        <Match when={!me}>
          <p>{t('code.text')}</p>
          <p>{t('code.signIn')}</p>
          <a class="button button--primary" href={`/inloggen?next=${encodeURIComponent(here())}`}>
            {t('code.signIn.button')}
          </a>
        </Match>
        <Match when={done()}>
          {(made) => (
            <div
              role="status"
              tabindex="-1"
              class="pair-done"
              ref={(box) => queueMicrotask(() => box.focus())}
            >
              <Alert tone={made().redemption.status === 'placed' ? 'ok' : 'warning'}>
                {t(made().redemption.status === 'placed' ? 'code.placed' : 'code.waiting', {
                  name: made().name,
                  friend: made().redemption.togetherWith,
                  title: made().title,
                })}
              </Alert>
              <a class="button button--primary" href={`/mijn-week?kind=${made().redemption.childId}`}>
                {t('week')}
              </a>
            </div>
          )}
        </Match>
        <Match when={found()}>
          {(preview) => (
            <>
              <ErrorSummary title={t('errors')} errors={errors()} />
              <PairChoice
                found={preview()}
                children={children.latest?.items ?? null}
                here={here()}
                isBusy={isBusy()}
                onJoin={join}
                onOther={() => {
                  setFound(null)
                  setErrors({})
                  setCode('')
                }}
              />
            </>
          )}
        </Match>
        <Match when={true}>
          <p>{t('code.text')}</p>
          <form class="form" novalidate onSubmit={look}>
            <ErrorSummary title={t('errors')} errors={errors()} />
            <TextField
              label={t('code.label')}
              name="code"
              hint={t('code.hint')}
              autocomplete="off"
              value={code()}
              error={errors().code}
              onType={setCode}
              onLeave={(value) => setErrors(value.trim() && !isCode(value) ? { code: t('code.wrong') } : {})}
            />
            <div>
              <button type="submit" class="button button--primary">
                {isBusy() ? t('busy') : t('code.check')}
              </button>
            </div>
          </form>
        </Match>
      </Switch>
    </div>
  )
}
