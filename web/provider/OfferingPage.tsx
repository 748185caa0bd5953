import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { ParticipantPage } from '@portal/shared/enrolments/enrolment.ts'
import { useParams } from '@solidjs/router'
import { createMemo, createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { whenText } from '../catalogue/catalogue-data.ts'
import { HeldPlacesPart } from '../holds/held-places-part.tsx'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { CapacityForm } from './capacity-form.tsx'
import { EditOfferingForm } from './edit-offering-form.tsx'
import { GroupState } from './group-state.tsx'
import { NewOfferingForm } from './new-offering-form.tsx'
import { OfferingClashes } from './offering-clashes.tsx'
import { OwnSessions } from './own-sessions.tsx'
import { ParticipantList } from './participant-list.tsx'
import './provider.css'
import { ProviderNav } from './provider-nav.tsx'
import { SessionEditor } from './session-editor.tsx'
import { StatusActions } from './status-actions.tsx'
import { WaitingListPanel } from './waiting-list-panel.tsx'

const t = wordsOf(words)

/** One own offering, to follow and to change; or the form for a new one. */
export default function OfferingPage() {
  const params = useParams()
  return (
    <SignedIn>
      <div class="wrap">
        <ProviderNav />
        <p>
          <a href="/aanbieder">{t('back')}</a>
        </p>
        <Show when={params.id !== 'nieuw'} fallback={<NewOfferingForm />}>
          <Existing id={params.id ?? ''} />
        </Show>
      </div>
    </SignedIn>
  )
}

function Existing(props: { id: string }) {
  const [offering, { mutate, refetch: reload }] = createLoaded(
    () => props.id,
    (id) => api<Offering>('GET', `/offerings/${id}`),
  )
  const me = useMe()
  /** Who may see the list of children; others are told so instead of being refused. */
  const maySee = () =>
    me?.providers.some(
      ({ id, maySeeParticipants }) => id === offering.latest?.provider.id && maySeeParticipants,
    ) ?? false
  // A memo: a change of the offering does not ask for the children again, who would then count as looked at twice.
  const listOf = createMemo(() => (maySee() ? props.id : null))
  const [participants, { refetch }] = createLoaded(listOf, (id) =>
    api<ParticipantPage>('GET', `/offerings/${id}/participants?pageSize=100`),
  )
  const [open, setOpen] = createSignal<'fields' | 'sessions' | null>(null)
  const [isSaved, setSaved] = createSignal(false)
  const take = (changed: Offering) => {
    mutate(changed)
    refetch()
  }
  const saved = (changed: Offering) => {
    take(changed)
    setOpen(null)
    setSaved(true)
  }
  /** What somebody else made of it, in place of what was being changed. */
  const takeOther = (changed: Offering) => {
    take(changed)
    setOpen(null)
  }
  const show = (what: 'fields' | 'sessions') => {
    setSaved(false)
    setOpen(what)
  }
  return (
    <Switch>
      <Match when={offering.error || participants.error}>
        <Alert tone="error">{t('failed')}</Alert>
        <button
          type="button"
          class="button"
          onClick={() => {
            reload()
            refetch()
          }}
        >
          {t('again')}
        </button>
      </Match>
      <Match when={!offering.latest}>
        <LoadingBlock label={t('loading')} />
      </Match>
      <Match when={offering.latest}>
        {(found) => (
          <>
            <PageTitle title={found().title} />
            <h1>{found().title}</h1>
            <p>
              <span class={`badge badge--${found().status === 'published' ? 'ok' : 'full'}`}>
                {t(`status.${found().status}`)}
              </span>
            </p>
            <p>
              {whenText(found())}, {found().place.name}
            </p>
            <Show when={found().hiddenBecause}>
              {(reason) => (
                <Alert tone="warning" title={t('hidden')}>
                  <p>{t(`hidden.${reason()}`)}</p>
                </Alert>
              )}
            </Show>
            <div aria-live="polite">
              <Show when={isSaved()}>
                <Alert tone="ok">{t('saved')}</Alert>
              </Show>
            </div>
            <Show when={open() === null}>
              <GroupState offering={found()} onSaved={take} />
              <div class="actions">
                <Show when={found().status !== 'cancelled'}>
                  <button type="button" class="button" onClick={() => show('fields')}>
                    {t('edit')}
                  </button>
                  <button type="button" class="button" onClick={() => show('sessions')}>
                    {t('editSessions')}
                  </button>
                </Show>
                <Show when={found().status === 'published'}>
                  <a class="button" href={`/aanbod/${found().id}`}>
                    {t('asParents')}
                  </a>
                </Show>
                <StatusActions offering={found()} onSaved={saved} />
              </div>
              <Show when={found().status !== 'cancelled'}>
                <CapacityForm offering={found()} onSaved={take} />
                <Show when={found().enrolmentMode !== 'round'}>
                  <HeldPlacesPart
                    offering={found()}
                    onChanged={() => {
                      reload()
                      refetch()
                    }}
                  />
                </Show>
              </Show>
            </Show>
            <Show when={open() === 'fields'}>
              <EditOfferingForm
                offering={found()}
                onSaved={saved}
                onTake={takeOther}
                onCancel={() => setOpen(null)}
              />
            </Show>
            <Show when={open() === 'sessions'}>
              <SessionEditor
                offering={found()}
                onSaved={saved}
                onTake={takeOther}
                onCancel={() => setOpen(null)}
              />
            </Show>
            <Show when={open() !== 'sessions' && found().sessions.length > 0}>
              <OwnSessions sessions={found().sessions} />
            </Show>
            <Show
              when={found().hasWaitingList && found().status !== 'cancelled' && found().status !== 'draft'}
            >
              <WaitingListPanel offeringId={found().id} version={found().version} />
            </Show>
            <OfferingClashes offering={found()} />
            <Show when={participants.latest}>
              {(page) => <ParticipantList participants={page().items} total={page().total} />}
            </Show>
            <Show when={!maySee()}>
              <section aria-labelledby="no-participants">
                <h2 id="no-participants">{t('participants')}</h2>
                <p>{t('participants.notAllowed')}</p>
              </section>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  )
}
