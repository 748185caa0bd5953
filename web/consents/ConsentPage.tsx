import type { ConsentAnswer, ConsentGiven, ConsentPreview } from '@portal/shared/consents/consent.ts'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { whenText } from '../catalogue/catalogue-data.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/consent.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate, dutchMoment } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { ConsentButtons } from './consent-buttons.tsx'

const t = wordsOf(words)

/** The link is of no use (any more), and another try will not help. */
const isGone = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && (error.status === 410 || error.status === 422)

const sentenceOf = (error: unknown): string => {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
  return refusalSentence(problem.code === 'invalid-input' ? { code: 'consent-link-invalid' } : problem, '')
}

/** A guardian answers from the letter, without signing in: by a button, because mail scanners open links but press nothing. */
export default function ConsentPage() {
  const token = new URLSearchParams(location.search).get('token') ?? ''
  const [asked, { refetch }] = createLoaded(
    () => true,
    () => api<ConsentPreview>('POST', '/consents/previews', { token }),
  )
  const [given, setGiven] = createSignal<ConsentAnswer | null>(null)
  const [gone, setGone] = createSignal<unknown>(null)
  const [failure, setFailure] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  const answer = async (said: ConsentAnswer) => {
    if (isBusy()) return
    setBusy(true)
    setFailure('')
    try {
      await api<ConsentGiven>('POST', '/consents', { token, answer: said })
      setGiven(said)
    } catch (error) {
      if (isGone(error)) setGone(error)
      else setFailure(sentenceOf(error))
    }
    setBusy(false)
  }
  return (
    <div class="wrap narrow">
      <PageTitle title={t('title')} />
      <Switch>
        <Match when={given() && asked.latest}>
          {(found) => <Given asked={found()} answer={given() ?? 'yes'} />}
        </Match>
        <Match when={gone() ?? (isGone(asked.error) ? asked.error : null)}>
          {(error) => (
            <>
              <h1>{t('gone')}</h1>
              <p role="alert">{sentenceOf(error())}</p>
              <GoOn />
            </>
          )}
        </Match>
        <Match when={asked.error}>
          <h1>{t('title')}</h1>
          <Alert tone="error">{sentenceOf(asked.error)}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!asked.latest}>
          <h1>{t('title')}</h1>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={asked.latest}>
          {(found) => (
            <>
              <h1>{t('ask', { name: found().child.firstName, title: found().offering.title })}</h1>
              <p class="lead">
                {t(found().school.name ? 'lead' : 'lead.noSchool', {
                  school: found().school.name,
                  name: found().child.firstName,
                })}
              </p>
              <Facts offering={found().offering} />
              <p>{t('until', { until: dutchMoment(found().until) })}</p>
              <div aria-live="polite">
                <Show when={failure()}>
                  <Alert tone="error">{failure()}</Alert>
                </Show>
              </div>
              <ConsentButtons name={found().child.firstName} isBusy={isBusy()} onAnswer={answer} />
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}

function Facts(props: { offering: ConsentPreview['offering'] }) {
  const period = () => {
    const { firstDate, lastDate } = props.offering
    if (!firstDate || !lastDate) return ''
    return firstDate === lastDate
      ? dutchDate(firstDate)
      : t('period.text', { from: dutchDate(firstDate), until: dutchDate(lastDate) })
  }
  return (
    <>
      <dl class="facts">
        <dt>{t('when')}</dt>
        <dd>{whenText(props.offering)}</dd>
        <Show when={period()}>
          <dt>{t('period')}</dt>
          <dd>{period()}</dd>
        </Show>
        <dt>{t('where')}</dt>
        <dd>{props.offering.placeName}</dd>
      </dl>
      <p>
        <a href={`/aanbod/${props.offering.id}`}>{t('about')}</a>
      </p>
    </>
  )
}

function Given(props: { asked: ConsentPreview; answer: ConsentAnswer }) {
  const facts = () => ({ name: props.asked.child.firstName, title: props.asked.offering.title })
  const text = () =>
    t(
      props.answer === 'no'
        ? 'done.no.text'
        : props.answer === 'yes-always'
          ? 'done.always.text'
          : 'done.yes.text',
      facts(),
    )
  return (
    <div role="status">
      <h1 tabindex="-1" ref={(heading) => queueMicrotask(() => heading.focus())}>
        {t(props.answer === 'no' ? 'done.no' : 'done.yes', facts())}
      </h1>
      <p class="lead">{text()}</p>
      <GoOn />
    </div>
  )
}

function GoOn() {
  const me = useMe()
  return (
    <a class="button" href={me ? '/mijn-kinderen' : '/'}>
      {t(me ? 'mine' : 'home')}
    </a>
  )
}
