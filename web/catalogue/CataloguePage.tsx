import { A, createAsync, useLocation } from '@solidjs/router'
import { For, onMount, Show, Suspense } from 'solid-js'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SelectField, TextField } from '../ui/fields.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { getNeighbourhoods, getOfferings } from './catalogue-data.ts'
import { NeighbourhoodPicture } from './neighbourhood-picture.tsx'
import { OfferingCard } from './offering-card.tsx'

const t = wordsOf(words)
const areas = ['sport', 'culture', 'cognitive', 'social', 'self', 'world'] as const
const days = [1, 2, 3, 4, 5, 6, 7] as const

/** The catalogue: a GET form whose choices live in the address, so it works before (and without) any script. */
export default function CataloguePage() {
  const location = useLocation()
  const chosen = () => new URLSearchParams(location.search)
  const offerings = createAsync(() => getOfferings(location.search))
  const neighbourhoods = createAsync(() => getNeighbourhoods())
  const link = (changes: Record<string, string>) => {
    const next = chosen()
    next.delete('page')
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value)
      else next.delete(key)
    }
    return `/?${next}`
  }
  onMount(() => {
    // The postcode is remembered on this device alone.
    const field = document.getElementById('field-postcode')
    const asked = chosen().get('postcode')
    if (asked) localStorage.setItem('postcode', asked)
    else if (field instanceof HTMLInputElement) field.value = localStorage.getItem('postcode') ?? ''
  })
  const hasMore = () => ['q', 'weekday', 'area', 'free'].some((key) => chosen().get(key))
  const hasChoices = () => [...chosen().entries()].some(([key, value]) => value !== '' && key !== 'page')
  return (
    <>
      <PageTitle title={t('catalogue.title')} description={t('catalogue.description', { city: t('city') })} />
      <section class="hero">
        <div class="wrap">
          <h1>{t('catalogue.title')}</h1>
          <p class="lead">{t('catalogue.lead')}</p>
          <form method="get" action="/" class="filters">
            <TextField
              label={t('catalogue.near')}
              name="postcode"
              value={chosen().get('postcode') ?? ''}
              autocomplete="postal-code"
              hint={t('catalogue.near.hint')}
            />
            <SelectField
              label={t('catalogue.age')}
              name="age"
              value={chosen().get('age') ?? ''}
              options={[
                { value: '', label: t('catalogue.anyAge') },
                ...Array.from({ length: 14 }, (_, index) => ({
                  value: String(index + 4),
                  label: t('catalogue.years', { age: index + 4 }),
                })),
              ]}
            />
            <details class="filters__more" open={hasMore()}>
              <summary>{t('catalogue.more')}</summary>
              <div class="filters__grid">
                <TextField
                  label={t('catalogue.search')}
                  name="q"
                  value={chosen().get('q') ?? ''}
                  hint={t('catalogue.search.hint')}
                />
                <SelectField
                  label={t('catalogue.weekday')}
                  name="weekday"
                  value={chosen().get('weekday') ?? ''}
                  options={[
                    { value: '', label: t('catalogue.anyDay') },
                    ...days.map((day) => ({ value: String(day), label: t(`day.${day}`) })),
                  ]}
                />
                <SelectField
                  label={t('catalogue.area')}
                  name="area"
                  value={chosen().get('area') ?? ''}
                  options={[
                    { value: '', label: t('catalogue.any') },
                    ...areas.map((area) => ({ value: area, label: t(`area.${area}`) })),
                  ]}
                />
                <label class="check">
                  <input type="checkbox" name="free" value="true" checked={chosen().get('free') === 'true'} />{' '}
                  {t('catalogue.free')}
                </label>
              </div>
            </details>
            <input type="hidden" name="neighbourhood" value={chosen().get('neighbourhood') ?? ''} />
            <button type="submit" class="button button--primary">
              {t('catalogue.show')}
            </button>
          </form>
        </div>
      </section>
      <div class="wrap columns">
        <section class="columns__main" aria-live="polite">
          <Suspense fallback={<LoadingBlock label={t('loading')} />}>
            <Show when={offerings() !== null} fallback={<Alert tone="error">{t('catalogue.wrong')}</Alert>}>
              <div class="result-head">
                <h2>
                  {offerings()?.total === 1
                    ? t('catalogue.count.one')
                    : t('catalogue.count', { count: offerings()?.total ?? 0 })}
                </h2>
                <Show when={hasChoices()}>
                  <a href="/">{t('catalogue.clear')}</a>
                </Show>
              </div>
              <Show
                when={(offerings()?.items.length ?? 0) > 0}
                fallback={
                  <EmptyState
                    title={t('catalogue.empty.title')}
                    action={
                      <a class="button" href="/">
                        {t('catalogue.clear')}
                      </a>
                    }
                  >
                    {t('catalogue.empty.text')}
                  </EmptyState>
                }
              >
                <ul class="cards">
                  <For each={offerings()?.items}>{(offering) => <OfferingCard offering={offering} />}</For>
                </ul>
                <Pages
                  page={offerings()?.page ?? 1}
                  pages={Math.ceil((offerings()?.total ?? 0) / (offerings()?.pageSize ?? 20))}
                  link={(page) => link({ page: String(page) })}
                />
              </Show>
            </Show>
          </Suspense>
        </section>
        <aside class="columns__side">
          <Suspense>
            <h2>{t('catalogue.map', { city: t('city') })}</h2>
            <Show when={neighbourhoods()}>
              {(list) => (
                <NeighbourhoodPicture
                  neighbourhoods={list().items}
                  chosen={chosen().get('neighbourhood') ?? ''}
                  label={t('catalogue.map', { city: t('city') })}
                />
              )}
            </Show>
            <ul class="places">
              <li>
                <a
                  href={link({ neighbourhood: '' })}
                  aria-current={chosen().get('neighbourhood') ? undefined : 'true'}
                >
                  {t('catalogue.anyWhere')}
                </a>
              </li>
              <For each={neighbourhoods()?.items}>
                {(each) => (
                  <li>
                    <a
                      href={link({ neighbourhood: each.code })}
                      aria-current={chosen().get('neighbourhood') === each.code ? 'true' : undefined}
                    >
                      {each.name}
                    </a>
                  </li>
                )}
              </For>
            </ul>
          </Suspense>
        </aside>
      </div>
    </>
  )
}

function Pages(props: { page: number; pages: number; link: (page: number) => string }) {
  return (
    <Show when={props.pages > 1}>
      <nav class="pages" aria-label={t('page.nav')}>
        <Show when={props.page > 1}>
          <A class="button" href={props.link(props.page - 1)} rel="prev">
            {t('page.previous')}
          </A>
        </Show>
        <span>{t('page.of', { page: props.page, pages: props.pages })}</span>
        <Show when={props.page < props.pages}>
          <A class="button" href={props.link(props.page + 1)} rel="next">
            {t('page.next')}
          </A>
        </Show>
      </nav>
    </Show>
  )
}
