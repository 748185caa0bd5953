import type { Provider } from '@portal/shared/providers/organisation.ts'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/organisation.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchFullDate, today } from '../ui/dates.ts'
import { SelectField } from '../ui/fields.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { draftOf } from './organisation-draft.ts'
import { OrganisationFacts } from './organisation-facts.tsx'
import { OrganisationForm } from './organisation-form.tsx'
import { OrganisationStanding } from './organisation-standing.tsx'
import './organisation.css'
import { ProviderNav } from './provider-nav.tsx'

const t = wordsOf(words)

/** The own organisation: how it stands with the municipality, what is kept of it, and changing that. */
export default function OrganisationPage() {
  const me = useMe()
  const [chosen, setChosen] = createSignal(me?.providers[0]?.id ?? '')
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('title')} />
        <ProviderNav />
        <h1>{t('title')}</h1>
        <Show
          when={chosen()}
          fallback={
            <EmptyState
              title={t('none')}
              action={
                <a class="button button--primary" href="/aanbieder-worden">
                  {t('apply.title')}
                </a>
              }
            >
              {t('none.text')}
            </EmptyState>
          }
        >
          <Show when={(me?.providers.length ?? 0) > 1}>
            <SelectField
              label={t('which')}
              name="organisation"
              value={chosen()}
              isShort
              options={(me?.providers ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setChosen}
            />
          </Show>
          <Organisation
            id={chosen()}
            isOwner={me?.providers.some(({ id, isOwner }) => id === chosen() && isOwner) ?? false}
          />
        </Show>
      </div>
    </SignedIn>
  )
}

function Organisation(props: { id: string; isOwner: boolean }) {
  const [provider, { mutate, refetch }] = createLoaded(
    () => props.id,
    (id) => api<Provider>('GET', `/providers/${id}`),
  )
  const [isOpen, setOpen] = createSignal(false)
  const [isSaved, setSaved] = createSignal(false)
  const saved = (changed: Provider) => {
    mutate(changed)
    setOpen(false)
    setSaved(true)
  }
  return (
    <Switch>
      <Match when={provider.error}>
        <Alert tone="error">{t('failed')}</Alert>
        <button type="button" class="button" onClick={refetch}>
          {t('again')}
        </button>
      </Match>
      <Match when={provider()?.id !== props.id}>
        <LoadingBlock label={t('loading')} />
      </Match>
      <Match when={provider()}>
        {(found) => (
          <>
            <OrganisationStanding provider={found()} />
            <div aria-live="polite">
              <Show when={isSaved()}>
                <Alert tone="ok">{t('saved')}</Alert>
              </Show>
            </div>
            <Show
              when={!isOpen()}
              fallback={
                <OrganisationForm provider={found()} onSaved={saved} onCancel={() => setOpen(false)} />
              }
            >
              <section class="box" aria-labelledby="standing">
                <h2 id="standing">{t('standing')}</h2>
                <Terms provider={found()} />
              </section>
              <section class="box" aria-labelledby="facts">
                <h2 id="facts">{t('facts')}</h2>
                <OrganisationFacts organisation={draftOf(found())} />
                <Show when={props.isOwner} fallback={<p class="muted">{t('edit.owner')}</p>}>
                  <button
                    type="button"
                    class="button"
                    onClick={() => {
                      setSaved(false)
                      setOpen(true)
                    }}
                  >
                    {t('edit')}
                  </button>
                </Show>
              </section>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  )
}

/** What the municipality decided and asks. */
function Terms(props: { provider: Provider }) {
  const provider = () => props.provider
  return (
    <dl class="facts facts--wide">
      <dt>{t('status')}</dt>
      <dd>
        <span class={`badge badge--${provider().status === 'approved' ? 'ok' : 'few'}`}>
          {t(`status.${provider().status}`)}
        </span>
      </dd>
      <dt>{t('applied')}</dt>
      <dd>{dutchFullDate(today(new Date(provider().appliedAt)))}</dd>
      <dt>{t('vog')}</dt>
      <dd>
        <Show when={provider().vogValidUntil} fallback={t('vog.none')}>
          {(date) =>
            t(provider().vogState === 'expired' ? 'vog.past' : 'vog.until', { date: dutchFullDate(date()) })
          }
        </Show>
      </dd>
      <dt>{t('safetyCode')}</dt>
      <dd>{t(provider().hasSafetyCode ? 'safetyCode.yes' : 'safetyCode.no')}</dd>
      <Show when={provider().conditions}>
        <dt>{t('conditions')}</dt>
        <dd class="typed">{provider().conditions}</dd>
      </Show>
    </dl>
  )
}
