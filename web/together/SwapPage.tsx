import type { OfferingPage, OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import { ageOn } from '@portal/shared/eligibility/age.ts'
import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import type { Child } from '@portal/shared/families/child.ts'
import { useParams } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { placesText, whenText } from '../catalogue/catalogue-data.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { TextField, textOf } from '../ui/fields.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { SwapDialog } from './swap-dialog.tsx'
import './together.css'

const t = wordsOf(words)
const perPage = 8

type Known = { enrolment: Enrolment; child: Child }

/** Exchange a place for another: look for something, see what it would give, and do it. */
export default function SwapPage() {
  const params = useParams()
  const [known, { refetch }] = createLoaded(
    () => params.id,
    async (id): Promise<Known> => {
      const enrolment = await api<Enrolment>('GET', `/enrolments/${id}`)
      return { enrolment, child: await api<Child>('GET', `/children/${enrolment.childId}`) }
    },
  )
  const isGone = () => known.error instanceof ApiProblem && known.error.status === 404
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={t('swap.title')} />
        <p>
          <a href="/mijn-week">{t('swap.back')}</a>
        </p>
        <h1>{t('swap.title')}</h1>
        <Switch>
          <Match when={isGone()}>
            <Alert tone="info">{refusalSentence({ code: 'not-found' }, '')}</Alert>
          </Match>
          <Match when={known.error}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!known.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={known.latest}>{(found) => <Swap {...found()} />}</Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

/** What fits the child by age and by school or home; whether it really does is asked for the one that is chosen. */
const queryFor = (child: Child, words: string, page: number) =>
  String(
    new URLSearchParams({
      ...(words ? { q: words } : {}),
      ...(child.schoolId
        ? { school: child.schoolId }
        : child.neighbourhood
          ? { neighbourhood: child.neighbourhood.code }
          : {}),
      age: String(Math.min(18, Math.max(2, ageOn(child.birthDate, new Date().toISOString().slice(0, 10))))),
      page: String(page),
      pageSize: String(perPage),
    }),
  )

function Swap(props: Known) {
  const [asked, setAsked] = createSignal('')
  const [page, setPage] = createSignal(1)
  const [found, setFound] = createSignal<OfferingSummary[]>([])
  const [chosen, setChosen] = createSignal<OfferingSummary | null>(null)
  const [done, setDone] = createSignal<{ tone: 'ok' | 'warning'; text: string } | null>(null)
  const [list, { refetch }] = createLoaded(
    () => queryFor(props.child, asked(), page()),
    async (query) => {
      const answer = await api<OfferingPage>('GET', `/offerings?${query}`)
      setFound((before) => [...(page() === 1 ? [] : before), ...answer.items])
      return answer
    },
  )
  // What is drawn, or enrolled for by schools, is nothing that a family can take in exchange.
  const others = () =>
    found().filter(({ id, enrolmentMode }) => id !== props.enrolment.offeringId && enrolmentMode === 'direct')
  const hasMore = () => (list.latest?.total ?? 0) > page() * perPage
  const name = () => props.child.firstName
  const search = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const words = textOf(event.currentTarget, 'q')
    setPage(1)
    setAsked(words)
  }
  return (
    <Switch>
      <Match when={done()}>
        {(told) => (
          <div role="status" tabindex="-1" class="pair-done" ref={(box) => queueMicrotask(() => box.focus())}>
            <Alert tone={told().tone}>{told().text}</Alert>
            <a class="button button--primary" href={`/mijn-week?kind=${props.child.id}`}>
              {t('week')}
            </a>
          </div>
        )}
      </Match>
      <Match when={props.enrolment.status !== 'placed' || props.child.whyNotAct}>
        <Alert tone="info">
          {props.child.whyNotAct
            ? refusalSentence({ code: props.child.whyNotAct }, name())
            : t('swap.cannot')}
        </Alert>
      </Match>
      <Match when={true}>
        <p class="lead">{t('swap.text', { name: name(), title: props.enrolment.offering.title })}</p>
        <form class="form" onSubmit={search}>
          <TextField label={t('swap.q')} name="q" />
          <div>
            <button type="submit" class="button button--primary">
              {t('swap.show')}
            </button>
          </div>
        </form>
        <h2 class="swap-found">{t('swap.found', { name: name() })}</h2>
        <Switch>
          <Match when={list.error}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!list.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={others().length === 0}>
            <EmptyState title={t('swap.none')}>{t('swap.none.text')}</EmptyState>
          </Match>
          <Match when={true}>
            <ul class="swap-list">
              <For each={others()}>
                {(offering) => (
                  <li class="box swap-line">
                    <div>
                      <h3>
                        <a href={`/aanbod/${offering.id}`}>{offering.title}</a>
                      </h3>
                      <p>{t('code.where', { when: whenText(offering), place: offering.place.name })}</p>
                      <span class={`badge badge--${placesText(offering).tone}`}>
                        {placesText(offering).text}
                      </span>
                    </div>
                    <button
                      type="button"
                      class="button"
                      aria-label={t('swap.choose.of', { title: offering.title })}
                      onClick={() => setChosen(offering)}
                    >
                      {t('swap.choose')}
                    </button>
                  </li>
                )}
              </For>
            </ul>
            <Show when={hasMore()}>
              <p>
                <button type="button" class="button" onClick={() => setPage(page() + 1)}>
                  {list.loading ? t('busy') : t('swap.more')}
                </button>
              </p>
            </Show>
          </Match>
        </Switch>
        <Show when={chosen()} keyed>
          {(offering) => (
            <SwapDialog
              enrolment={props.enrolment}
              offering={offering}
              name={name()}
              onClose={() => setChosen(null)}
              onDone={(told) => {
                setChosen(null)
                setDone(told)
              }}
            />
          )}
        </Show>
      </Match>
    </Switch>
  )
}
