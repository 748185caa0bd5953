import type { OfferingPage } from '@portal/shared/catalogue/offering.ts'
import { For, Match, Switch } from 'solid-js'
import { api } from '../api.ts'
import { whenText } from '../catalogue/catalogue-data.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** The provider's own offerings. */
export default function OfferingsPage() {
  const [offerings] = createLoaded(
    () => true,
    () => api<OfferingPage>('GET', '/own-offerings?pageSize=100'),
  )
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('provider.title')} />
        <h1>{t('provider.title')}</h1>
        <div class="actions">
          <a class="button button--primary" href="/aanbieder/aanbod/nieuw">
            {t('provider.new')}
          </a>
        </div>
        <Switch>
          <Match when={offerings.error}>
            <Alert tone="error">{t('failed')}</Alert>
          </Match>
          <Match when={offerings.loading}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={offerings()?.items.length === 0}>
            <EmptyState title={t('provider.empty')}>{t('provider.new')}</EmptyState>
          </Match>
          <Match when={offerings()}>
            <ul class="cards">
              <For each={offerings()?.items}>
                {(offering) => (
                  <li class="card">
                    <div class="card__text">
                      <h2>
                        <a class="card__link" href={`/aanbieder/aanbod/${offering.id}`}>
                          {offering.title}
                        </a>
                      </h2>
                      <p>
                        {whenText(offering)}, {offering.place.name}
                      </p>
                      <p>
                        {t('provider.taken')}: {offering.taken} / {offering.capacity} ·{' '}
                        {t('provider.waiting')}: {offering.waiting}
                      </p>
                      <span class={`badge badge--${offering.status === 'published' ? 'ok' : 'full'}`}>
                        {t(`provider.status.${offering.status}`)}
                      </span>
                    </div>
                  </li>
                )}
              </For>
            </ul>
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}
