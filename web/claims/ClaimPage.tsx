import type { Claimed, ClaimPreview } from '@portal/shared/claims/claim.ts'
import { isWholeClaimCode, normaliseClaimCode, showClaimCode } from '@portal/shared/claims/claim-code.ts'
import { createSignal, Match, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/claims.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { ErrorSummary, TextField } from '../ui/fields.tsx'
import { ClaimChoice } from './claim-choice.tsx'
import { ClaimDone } from './claim-done.tsx'
import './claims.css'

const t = wordsOf(words)

/** What is wrong with a code, in words; the code itself is never repeated. */
const sentence = (error: unknown, name: string) => {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
  return problem.code === 'invalid-input' ? t('wrong.code') : refusalSentence(problem, name)
}

/** A code from the school, typed or from a link: whose it is, is that my child, and then it is there. */
export default function ClaimPage() {
  const me = useMe()
  const given = normaliseClaimCode((new URLSearchParams(location.search).get('code') ?? '').slice(0, 60))
  const [code, setCode] = createSignal(given ? showClaimCode(given) : '')
  const [found, setFound] = createSignal<ClaimPreview | null>(null)
  const [done, setDone] = createSignal<Claimed | null>(null)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const next = () => encodeURIComponent(`/code${given ? `?code=${showClaimCode(given)}` : ''}`)

  const look = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy()) return
    const isWhole = isWholeClaimCode(normaliseClaimCode(code().slice(0, 60)))
    setErrors(isWhole ? {} : { code: t('wrong.code') })
    if (!isWhole) return
    setBusy(true)
    try {
      setFound(await api<ClaimPreview>('POST', '/claims/previews', { code: code() }))
    } catch (error) {
      setErrors({ code: sentence(error, '') })
    }
    setBusy(false)
  }
  const claim = async (childId: string | null) => {
    if (isBusy()) return
    setBusy(true)
    setErrors({})
    try {
      setDone(await api<Claimed>('POST', '/claims', { code: code(), childId }))
    } catch (error) {
      setErrors({ form: sentence(error, found()?.firstName ?? '') })
    }
    setBusy(false)
  }
  return (
    <div class="wrap narrow">
      <PageTitle title={t('title')} />
      <h1>{t('title')}</h1>
      <Switch>
        <Match when={!me}>
          <p>{t('text')}</p>
          <p>{t('signIn')}</p>
          <a class="button button--primary" href={`/inloggen?next=${next()}`}>
            {t('signIn.button')}
          </a>
        </Match>
        <Match when={done()}>{(claimed) => <ClaimDone claimed={claimed()} />}</Match>
        <Match when={found()}>
          {(preview) => (
            <>
              <ErrorSummary title={t('errors')} errors={errors()} />
              <ClaimChoice
                found={preview()}
                isBusy={isBusy()}
                onClaim={claim}
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
          <p>{t('text')}</p>
          <form class="form" novalidate onSubmit={look}>
            <ErrorSummary title={t('errors')} errors={errors()} />
            <TextField
              label={t('code')}
              name="code"
              hint={t('code.hint')}
              autocomplete="off"
              value={code()}
              error={errors().code}
              onType={setCode}
              onLeave={(value) =>
                setErrors(
                  value.trim() && !isWholeClaimCode(normaliseClaimCode(value.slice(0, 60)))
                    ? { code: t('wrong.code') }
                    : {},
                )
              }
            />
            <div>
              <button type="submit" class="button button--primary">
                {isBusy() ? t('busy') : t('check')}
              </button>
            </div>
          </form>
        </Match>
      </Switch>
    </div>
  )
}
