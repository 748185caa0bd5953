import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { ParticipantPage } from '@portal/shared/enrolments/enrolment.ts'
import { useParams } from '@solidjs/router'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { whenText } from '../catalogue/catalogue-data.ts'
import people from '../i18n/nl/people.json'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { CapacityForm } from './capacity-form.tsx'
import { EditOfferingForm } from './edit-offering-form.tsx'
import { NewOfferingForm } from './new-offering-form.tsx'
import { ParticipantList } from './participant-list.tsx'
import './provider.css'
import { SessionEditor } from './session-editor.tsx'
import { StatusActions } from './status-actions.tsx'

const t = wordsOf(words)
const p = wordsOf(people)

/** One own offering, to follow and to change; or the form for a new one. */
export default function OfferingPage() {
  const params = useParams()
  return (
    <SignedIn>
      <div class="wrap">
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

/** A colleague without the right to see participants sees the rest. */
function withoutRight(error: unknown): null {
  if (error instanceof ApiProblem && [403, 404].includes(error.status)) return null
  throw error
}

function Existing(props: { id: string }) {
  const [offering, { mutate, refetch: reload }] = createLoaded(
    () => props.id,
    (id) => api<Offering>('GET', `/offerings/${id}`),
  )
  const [participants, { refetch }] = createLoaded(
    () => props.id,
    (id) => api<ParticipantPage>('GET', `/offerings/${id}/participants?pageSize=100`).catch(withoutRight),
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
            <div aria-live="polite">
              <Show when={isSaved()}>
                <Alert tone="ok">{t('saved')}</Alert>
              </Show>
            </div>
            <Show when={open() === null}>
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
              </Show>
            </Show>
            <Show when={open() === 'fields'}>
              <EditOfferingForm offering={found()} onSaved={saved} onCancel={() => setOpen(null)} />
            </Show>
            <Show when={open() === 'sessions'}>
              <SessionEditor offering={found()} onSaved={saved} onCancel={() => setOpen(null)} />
            </Show>
            <Show when={participants.latest === null}>
              <p class="muted">{p('staff.noParticipants')}</p>
            </Show>
            <Show when={participants.latest}>
              {(page) => <ParticipantList participants={page().items} total={page().total} />}
            </Show>
          </>
        )}
      </Match>
    </Switch>
  )
}
