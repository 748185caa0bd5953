import type { OfferAnswer, OfferPreview } from '@portal/shared/waiting-list/offer-link.ts'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { priceText, whenText } from '../catalogue/catalogue-data.ts'
import words from '../i18n/nl/waiting-list.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { problemText } from '../sign-in/problem-text.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate, dutchMoment } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { headingOf, textOf } from './place-words.ts'
import './waiting-list.css'

const t = wordsOf(words)

const isUnknown = (error: unknown) =>
  error instanceof ApiProblem &&
  ['offer-link-unknown', 'invalid-input', 'not-found'].includes(error.problem.code)

/** Answers an offered place by the link in a letter, without signing in. By a button: mail scanners open links but press nothing. */
export default function PlacePage() {
  const token = new URLSearchParams(location.search).get('token') ?? ''
  const [preview, { refetch, mutate }] = createLoaded(
    () => true,
    () => api<OfferPreview>('POST', '/offer-links/previews', { token }),
  )
  const [failure, setFailure] = createSignal('')
  const [busy, setBusy] = createSignal<OfferAnswer | null>(null)
  let heading: HTMLHeadingElement | undefined
  const answer = async (what: OfferAnswer) => {
    if (busy()) return
    setBusy(what)
    setFailure('')
    try {
      mutate(await api<OfferPreview>('POST', '/offer-links', { token, answer: what }))
      // The button is gone: whoever uses a keyboard or a reader stays where the answer stands.
      heading?.focus()
    } catch (error) {
      setFailure(problemText(error, { 'invalid-input': 'offer-link-unknown' }))
      // Somebody was before: the page shows how it stands now.
      refetch()
    }
    setBusy(null)
  }
  return (
    <div class="wrap narrow">
      <PageTitle title={t('place.title')} />
      <Switch>
        <Match when={isUnknown(preview.error)}>
          <h1>{t('place.unknown')}</h1>
          <p role="alert">
            {problemText(preview.error, {
              'invalid-input': 'offer-link-unknown',
              'not-found': 'offer-link-unknown',
            })}
          </p>
          <a class="button button--primary" href="/mijn-kinderen">
            {t('place.signIn')}
          </a>
        </Match>
        <Match when={preview.error && !preview.latest}>
          <h1>{t('place.title')}</h1>
          <Alert tone="error">{problemText(preview.error)}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!preview.latest}>
          <h1>{t('place.title')}</h1>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={preview.latest}>
          {(found) => (
            <>
              <h1 ref={heading} tabindex="-1">
                {headingOf(found())}
              </h1>
              <div aria-live="polite">
                <Show when={failure()}>
                  <Alert tone="error">{failure()}</Alert>
                </Show>
              </div>
              <p class="lead">{textOf(found())}</p>
              <Show when={found().state !== 'replaced'}>
                <Facts offer={found()} />
              </Show>
              <Switch>
                <Match when={found().state === 'open'}>
                  <div class="place-answers">
                    <button
                      type="button"
                      class="button button--primary button--wide"
                      onClick={() => answer('yes')}
                    >
                      {busy() === 'yes' ? t('busy') : t('place.yes', { name: found().firstName })}
                    </button>
                    <button type="button" class="button button--wide" onClick={() => answer('no')}>
                      {busy() === 'no' ? t('busy') : t('place.no')}
                    </button>
                  </div>
                  <p class="hint">{t('place.no.hint')}</p>
                </Match>
                <Match when={found().undoUntil}>
                  {(until) => (
                    <div class="place-answers">
                      <p>{t('place.undo.text', { until: dutchMoment(until()) })}</p>
                      <button type="button" class="button button--wide" onClick={() => answer('undo-no')}>
                        {busy() === 'undo-no' ? t('busy') : t('place.undo')}
                      </button>
                    </div>
                  )}
                </Match>
                <Match when={found().state === 'accepted'}>
                  <p>{t('place.accepted.later', { name: found().firstName })}</p>
                  <a class="button" href={`/aanbod/${found().offeringId}`}>
                    {t('place.activity')}
                  </a>
                </Match>
                <Match when={found().state === 'expired'}>
                  <a class="button" href={`/aanbod/${found().offeringId}`}>
                    {t('place.activity')}
                  </a>
                </Match>
                <Match when={['withdrawn', 'cancelled', 'declined'].includes(found().state)}>
                  <a class="button" href="/">
                    {t('place.find')}
                  </a>
                </Match>
              </Switch>
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}

/** What it is about; with the time to answer as long as it can be answered. */
function Facts(props: { offer: OfferPreview }) {
  const offer = () => props.offer
  const when = () => {
    const { firstDate, lastDate } = offer()
    const hours = whenText(offer())
    if (!firstDate || !lastDate) return hours
    if (firstDate === lastDate) return `${hours}, ${dutchDate(firstDate)}`
    return t('place.period', { when: hours, from: dutchDate(firstDate), until: dutchDate(lastDate) })
  }
  return (
    <dl class="facts box">
      <dt>{t('place.what')}</dt>
      <dd>{offer().title}</dd>
      <dt>{t('place.when')}</dt>
      <dd>{when()}</dd>
      <dt>{t('place.where')}</dt>
      <dd>{[offer().placeName, offer().address].filter(Boolean).join(', ')}</dd>
      <dt>{t('place.costs')}</dt>
      <dd>{offer().priceCents === 0 ? t('place.free') : priceText(offer().priceCents)}</dd>
      <Show when={offer().state === 'open'}>
        <dt>{t('place.until')}</dt>
        <dd>
          <strong>{dutchMoment(offer().until)}</strong>
        </dd>
      </Show>
    </dl>
  )
}
