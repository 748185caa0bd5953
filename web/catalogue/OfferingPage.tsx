import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createAsync, useParams } from '@solidjs/router'
import { For, Show, Suspense } from 'solid-js'
import { EnrolPanel } from '../enrolments/enrol-panel.tsx'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import NotFoundPage from '../not-found/NotFoundPage.tsx'
import { ClientOnly } from '../ui/client-only.tsx'
import { dutchDay, dutchTime } from '../ui/dates.ts'
import { LoadingBlock } from '../ui/state-blocks.tsx'
import { AreaIcon } from './area-icon.tsx'
import { agesText, getOffering, placesText, priceText, whenText } from './catalogue-data.ts'

const t = wordsOf(words)

/** One offering: what, where, when, for whom, how many places, who gives it, and the one button. */
export default function OfferingPage() {
  const params = useParams()
  const offering = createAsync(() => getOffering(params.id ?? ''), { deferStream: true })
  return (
    <Suspense fallback={<LoadingBlock label={t('loading')} />}>
      <Show when={offering() !== null} fallback={<NotFoundPage />}>
        <Show when={offering()}>{(found) => <Details offering={found()} />}</Show>
      </Show>
    </Suspense>
  )
}

function Details(props: { offering: Offering }) {
  const offering = () => props.offering
  const places = () => placesText(offering())
  return (
    <div class="wrap">
      <PageTitle
        title={offering().title}
        description={`${offering().summary} ${whenText(offering())}, ${offering().place.name}.`}
      />
      <p>
        <a href="/">{t('offering.back')}</a>
      </p>
      <div class="columns">
        <article class="columns__main">
          <header class="offering-head">
            <AreaIcon area={offering().areas[0] ?? 'world'} />
            <div>
              <p class="muted">
                {offering()
                  .areas.map((area) => t(`area.${area}`))
                  .join(' · ')}
              </p>
              <h1>{offering().title}</h1>
            </div>
          </header>
          <p class="lead">{offering().summary}</p>
          <dl class="facts">
            <dt>{t('offering.when')}</dt>
            <dd>{whenText(offering())}</dd>
            <dt>{t('offering.where')}</dt>
            <dd>
              {offering().place.name}
              <br />
              {offering().place.address}, {offering().place.neighbourhood.name}
            </dd>
            <dt>{t('offering.who')}</dt>
            <dd>
              {agesText(offering())}.{' '}
              {offering().audience === 'city'
                ? t('for.city')
                : t('for.neighbourhood', {
                    neighbourhoods: offering()
                      .neighbourhoods.map((each) => each.name)
                      .join(', '),
                  })}{' '}
              <Show when={offering().schools.length > 0}>
                {t('for.schools', {
                  schools: offering()
                    .schools.map((each) => each.name)
                    .join(', '),
                })}
              </Show>
              <Show when={offering().invitedOnly}>{t('for.invited')}</Show>
            </dd>
            <dt>{t('offering.by')}</dt>
            <dd>{offering().provider.name}</dd>
            <dt>{t('offering.price')}</dt>
            <dd>{priceText(offering().priceCents)}</dd>
            <dt>{t('offering.places')}</dt>
            <dd>
              {t('offering.places.text', { taken: offering().taken, capacity: offering().capacity })}{' '}
              <Show when={offering().waiting > 0}>
                {t('offering.waiting', { waiting: offering().waiting })}
              </Show>
            </dd>
          </dl>
          <For each={offering().description.split('\n\n').slice(1)}>{(part) => <p>{part}</p>}</For>
          <h2>{t('offering.sessions', { count: offering().sessions.length })}</h2>
          <ul class="sessions">
            <For each={offering().sessions}>
              {(session) => (
                <li>
                  <span>{dutchDay(session.date)}</span>{' '}
                  <span class="nowrap">
                    {dutchTime(session.startTime)} - {dutchTime(session.endTime)} uur
                  </span>
                  <Show when={session.cancelled}> ({t('cancelled')})</Show>
                </li>
              )}
            </For>
          </ul>
        </article>
        <aside class="columns__side panel">
          <h2>{t('offering.enrol')}</h2>
          <p>
            <span class={`badge badge--${places().tone}`}>{places().text}</span>
          </p>
          <ClientOnly component={() => <EnrolPanel offeringId={offering().id} />}>
            <a class="button button--primary" href={`/inloggen?next=/aanbod/${offering().id}`}>
              {t('enrol.signIn')}
            </a>
          </ClientOnly>
        </aside>
      </div>
    </div>
  )
}
