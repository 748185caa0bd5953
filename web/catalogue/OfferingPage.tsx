import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createAsync, revalidate, useParams } from '@solidjs/router'
import { For, Show, Suspense } from 'solid-js'
import { EnrolPanel } from '../enrolments/enrol-panel.tsx'
import { HeldLines } from '../holds/held-lines.tsx'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import NotFoundPage from '../not-found/NotFoundPage.tsx'
import { ClientOnly } from '../ui/client-only.tsx'
import { LoadingBlock } from '../ui/state-blocks.tsx'
import { AreaIcon } from './area-icon.tsx'
import { getOffering, placesText, whenText } from './catalogue-data.ts'
import { KeyFacts, MoreFacts } from './offering-facts.tsx'
import { SessionList } from './session-list.tsx'

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
      <article class="offering">
        <div class="offering__what">
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
          <KeyFacts offering={offering()} />
        </div>
        <section class="offering__enrol panel" aria-labelledby="enrol">
          <h2 id="enrol">{t('offering.enrol')}</h2>
          <p>
            <span class={`badge badge--${places().tone}`}>{places().text}</span>
          </p>
          <HeldLines holds={offering().holds} />
          <ClientOnly
            component={() => (
              <EnrolPanel
                offeringId={offering().id}
                title={offering().title}
                onEnrolled={() => void revalidate(getOffering.keyFor(offering().id))}
              />
            )}
          >
            <a class="button button--primary button--wide" href={`/inloggen?next=/aanbod/${offering().id}`}>
              {t('enrol.signIn')}
            </a>
          </ClientOnly>
        </section>
        <div class="offering__more">
          <For each={offering().description.split('\n\n').slice(1)}>{(part) => <p>{part}</p>}</For>
          <MoreFacts offering={offering()} />
          <SessionList sessions={offering().sessions} />
        </div>
      </article>
    </div>
  )
}
