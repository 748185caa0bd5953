import type { Offering, OfferingPage, OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { placesText, whenText } from '../catalogue/catalogue-data.ts'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate } from '../ui/dates.ts'
import { TextField, textOf } from '../ui/fields.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const mostShown = 8

/** Choosing the activity: search among what is there for the school, choose one, or go back to the list. */
export function OfferingChoice(props: {
  schoolId: string
  chosenId: string | null
  onChoose: (id: string | null) => void
}) {
  const [chosen, { refetch }] = createLoaded(
    () => props.chosenId,
    (id) => api<Offering>('GET', `/offerings/${encodeURIComponent(id)}`),
  )
  const isGone = () => chosen.error instanceof ApiProblem && chosen.error.status === 404
  return (
    <Show
      when={props.chosenId}
      fallback={<OfferingSearch schoolId={props.schoolId} onChoose={(id) => props.onChoose(id)} />}
    >
      <Switch>
        <Match when={chosen.error}>
          <Alert tone={isGone() ? 'info' : 'error'}>{t(isGone() ? 'offering.missing' : 'failed')}</Alert>
          <Show when={!isGone()}>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Show>
        </Match>
        <Match when={!chosen.latest || chosen.loading}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={chosen.latest}>
          {(found) => (
            <Row offering={found()} isChosen>
              <span class="visually-hidden">{t('offering.chosen')}</span>
            </Row>
          )}
        </Match>
      </Switch>
      <button type="button" class="text-button" onClick={() => props.onChoose(null)}>
        {t('offering.other')}
      </button>
    </Show>
  )
}

function OfferingSearch(props: { schoolId: string; onChoose: (id: string) => void }) {
  const [asked, setAsked] = createSignal('')
  const [found, { refetch }] = createLoaded(
    () => ({ school: props.schoolId, q: asked() }),
    (query) =>
      api<OfferingPage>(
        'GET',
        `/offerings?${new URLSearchParams({ ...query, pageSize: String(mostShown) })}`,
      ),
  )
  return (
    <>
      <form
        class="offering-search"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(textOf(event.currentTarget, 'offering').slice(0, 100))
        }}
      >
        <TextField label={t('offering.search')} hint={t('offering.hint')} name="offering" type="search" />
        <button type="submit" class="button">
          {t('offering.find')}
        </button>
      </form>
      <div aria-live="polite">
        <Switch>
          <Match when={found.error}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!found.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={found.latest?.total === 0}>
            <EmptyState title={t('offering.none')}>{t('offering.none.text')}</EmptyState>
          </Match>
          <Match when={found.latest}>
            {(page) => (
              <>
                <ul class="offering-rows">
                  <For each={page().items.filter(({ enrolmentMode }) => enrolmentMode !== 'round')}>
                    {(offering) => (
                      <li>
                        <Row offering={offering}>
                          <button
                            type="button"
                            class="button"
                            aria-label={t('offering.choose.of', { title: offering.title })}
                            onClick={() => props.onChoose(offering.id)}
                          >
                            {t('offering.choose')}
                          </button>
                        </Row>
                      </li>
                    )}
                  </For>
                </ul>
                <Show when={page().total > page().items.length}>
                  <p class="muted">{t('offering.more')}</p>
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </>
  )
}

function Row(props: { offering: OfferingSummary; isChosen?: boolean; children: JSX.Element }) {
  const places = () => placesText(props.offering)
  const period = () => {
    const { firstDate, lastDate } = props.offering
    if (!firstDate || !lastDate) return ''
    if (firstDate === lastDate) return dutchDate(firstDate)
    return t('offering.period', { from: dutchDate(firstDate), until: dutchDate(lastDate) })
  }
  return (
    <div class="box offering-row" classList={{ 'offering-row--chosen': Boolean(props.isChosen) }}>
      <div>
        <h3 dir="auto">{props.offering.title}</h3>
        <p class="muted">{props.offering.place.name}</p>
      </div>
      <div>
        <p>{whenText(props.offering)}</p>
        <p class="muted">{period()}</p>
        <span class={`badge badge--${places().tone}`}>{places().text}</span>
      </div>
      {props.children}
    </div>
  )
}
