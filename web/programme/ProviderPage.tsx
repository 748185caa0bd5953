import type { Provider } from '@portal/shared/providers/organisation.ts'
import { useParams } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchFullDate, today } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { DecisionPanel } from './decision-panel.tsx'
import { LoadFailure } from './load-failure.tsx'
import { statusTone, vogText } from './ProvidersPage.tsx'
import './programme.css'
import { ProgrammeNav } from './programme-nav.tsx'

const t = wordsOf(words)
const dayOf = (moment: string) => dutchFullDate(today(new Date(moment)))

/** One organisation for the team: what needs attention, what it gave, what it offers, and the decision. */
export default function ProviderPage() {
  const params = useParams()
  const [provider, { mutate, refetch }] = createLoaded(
    () => params.id,
    (id) => api<Provider>('GET', `/providers/${encodeURIComponent(id)}`),
  )
  const [isDecided, setDecided] = createSignal(false)
  return (
    <SignedIn>
      <div class="wrap">
        <ProgrammeNav />
        <p>
          <a href="/gemeente">{t('provider.back')}</a>
        </p>
        <Switch>
          <Match when={provider.error}>
            <LoadFailure error={provider.error} onAgain={refetch} />
          </Match>
          <Match when={!provider.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={provider.latest}>
            {(found) => (
              <>
                <PageTitle title={found().name} />
                <h1>{found().name}</h1>
                <div aria-live="polite">
                  <Show when={isDecided()}>
                    <Alert tone="ok">{t('decide.done')}</Alert>
                  </Show>
                </div>
                <Attention provider={found()} />
                <div class="team-columns">
                  <div class="team-stack">
                    <Given provider={found()} />
                    <Offerings provider={found()} />
                  </div>
                  <div class="team-stack">
                    <Terms provider={found()} />
                    <DecisionPanel
                      provider={found()}
                      onDecided={(changed) => {
                        mutate(changed)
                        setDecided(true)
                      }}
                      onReload={() => {
                        setDecided(false)
                        refetch()
                      }}
                    />
                    <Staff provider={found()} />
                  </div>
                </div>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

/** What the team should look at first. */
function Attention(props: { provider: Provider }) {
  const provider = () => props.provider
  const isExpired = () =>
    provider().status === 'approved' &&
    (provider().vogState === 'expired' || provider().vogState === 'unknown')
  const running = () =>
    provider().runningWithoutVog > 0
      ? provider().offerings.filter(
          ({ status, taken, waiting }) => status === 'published' && taken + waiting > 0,
        )
      : []
  return (
    <>
      <Show when={provider().identityChangedAt}>
        {(at) => (
          <Alert tone="warning" title={t('provider.renamed.title')}>
            <p>{t('provider.renamed', { date: dayOf(at()) })}</p>
          </Alert>
        )}
      </Show>
      <Show when={provider().status === 'approved' && provider().vogState === 'expires-soon'}>
        <Alert
          tone="warning"
          title={t('provider.soon', { date: dutchFullDate(provider().vogValidUntil ?? '') })}
        >
          <p>{t('provider.soon.text')}</p>
        </Alert>
      </Show>
      <Show when={isExpired()}>
        <Alert tone="warning" title={t('provider.expired')}>
          <p>{t('provider.expired.text')}</p>
        </Alert>
      </Show>
      <Show when={running().length > 0}>
        <Alert tone="warning" title={t('provider.running.title')}>
          <p>{t('provider.running')}</p>
          <ul>
            <For each={running()}>
              {({ title, firstDate, taken, waiting }) => (
                <li>
                  {t('provider.running.line', {
                    title,
                    date: firstDate ? dutchFullDate(firstDate) : '',
                    taken,
                    waiting,
                  })}
                </li>
              )}
            </For>
          </ul>
        </Alert>
      </Show>
    </>
  )
}

function Given(props: { provider: Provider }) {
  const provider = () => props.provider
  const website = () => {
    const typed = provider().website
    return typed && (/^https?:\/\//.test(typed) ? typed : `https://${typed}`)
  }
  const or = (text: string | null) => text || <span class="muted">{t('provider.empty')}</span>
  return (
    <section class="box" aria-labelledby="given">
      <h2 id="given">{t('provider.given')}</h2>
      <dl class="facts team-facts">
        <dt>{t('provider.contact')}</dt>
        <dd>{or(provider().contactName)}</dd>
        <dt>{t('provider.phone')}</dt>
        <dd>
          <Show when={provider().phone} fallback={or('')}>
            <a href={`tel:${provider().phone.replace(/[^+\d]/g, '')}`}>{provider().phone}</a>
          </Show>
        </dd>
        <dt>{t('provider.email')}</dt>
        <dd class="typed">
          <a href={`mailto:${provider().email}`}>{provider().email}</a>
        </dd>
        <dt>{t('provider.website')}</dt>
        <dd class="typed">
          <Show when={website()} fallback={or('')}>
            {(address) => (
              <a href={address()} rel="noreferrer nofollow">
                {provider().website}
              </a>
            )}
          </Show>
        </dd>
        <dt>{t('provider.chamber')}</dt>
        <dd>{or(provider().chamberNumber)}</dd>
        <dt>{t('provider.offers')}</dt>
        <dd class="typed">{or(provider().offers)}</dd>
        <dt>{t('provider.applied')}</dt>
        <dd>{dayOf(provider().appliedAt)}</dd>
      </dl>
      <p>
        <a href={`/gemeente/logboek?subject=${provider().id}`}>{t('provider.log')}</a>
      </p>
    </section>
  )
}

function Terms(props: { provider: Provider }) {
  const provider = () => props.provider
  return (
    <section class="box" aria-labelledby="terms">
      <h2 id="terms">{t('provider.terms')}</h2>
      <dl class="facts team-facts">
        <dt>{t('provider.status')}</dt>
        <dd>
          <span class={`badge badge--${statusTone(provider().status)}`}>
            {t(`status.${provider().status}`)}
          </span>
        </dd>
        <Show when={provider().decidedAt}>
          {(at) => (
            <>
              <dt>{t('provider.decided')}</dt>
              <dd>{dayOf(at())}</dd>
            </>
          )}
        </Show>
        <Show when={provider().decisionReason}>
          <dt>{t('provider.reason')}</dt>
          <dd class="typed">{provider().decisionReason}</dd>
        </Show>
        <dt>{t('provider.vog')}</dt>
        <dd>{vogText(provider())}</dd>
        <dt>{t('provider.code')}</dt>
        <dd>{t(provider().hasSafetyCode ? 'provider.code.yes' : 'provider.code.no')}</dd>
        <dt>{t('provider.conditions')}</dt>
        <dd class="typed">{provider().conditions || t('provider.conditions.none')}</dd>
      </dl>
    </section>
  )
}

function Offerings(props: { provider: Provider }) {
  return (
    <section class="box" aria-labelledby="offerings">
      <h2 id="offerings">{t('provider.offerings')}</h2>
      <Show when={props.provider.offerings.length > 0} fallback={<p>{t('provider.offerings.none')}</p>}>
        <ul class="team-rows">
          <For each={props.provider.offerings}>
            {(offering) => (
              <li>
                <span>
                  <Show
                    when={offering.status === 'published' || offering.status === 'hidden'}
                    fallback={offering.title}
                  >
                    <a href={`/aanbod/${offering.id}`}>{offering.title}</a>
                  </Show>
                  <Show when={offering.firstDate}>
                    {(date) => <span class="muted"> {dutchFullDate(date())}</span>}
                  </Show>
                </span>
                <span class="muted">
                  {t(`offering.${offering.status}`)},{' '}
                  {t(offering.taken === 1 ? 'provider.offering.places.one' : 'provider.offering.places', {
                    taken: offering.taken,
                    waiting: offering.waiting,
                  })}
                  <Show when={offering.held > 0}>{t('provider.offering.held', { held: offering.held })}</Show>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

function Staff(props: { provider: Provider }) {
  return (
    <section class="box" aria-labelledby="staff">
      <h2 id="staff">{t('provider.staff')}</h2>
      <a class="team-line__link" href={`/aanbieder/collegas?aanbieder=${props.provider.id}`}>
        {t('provider.staff.keep')}
      </a>
      <ul class="team-rows">
        <For each={props.provider.staff}>
          {(person) => (
            <li>
              <span>
                <Show when={person.name}>{person.name}, </Show>
                {person.email}
              </span>
              <span class="muted">
                {person.isOwner
                  ? t('provider.staff.owner')
                  : t(person.maySeeParticipants ? 'provider.staff.coach' : 'provider.staff.none')}
              </span>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}
