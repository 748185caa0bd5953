import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { InvitedPupil, InvitedPupilPage } from '@portal/shared/holds/hold.ts'
import { useParams } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/school-places.json'
import { wordsOf } from '../i18n/translate.ts'
import { type OwnSchool, SchoolPage } from '../school/school-page.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import './holds.css'
import { InviteForm } from './invite-form.tsx'

const t = wordsOf(words)

/** Who of the own school was invited to an offering, and inviting more of a group. */
export default function InvitePupilsPage() {
  const params = useParams()
  return (
    <SchoolPage title={t('page.title')}>
      {(school) => <Invite school={school} offeringId={params.id ?? ''} />}
    </SchoolPage>
  )
}

type Said = { tone: 'ok' | 'error'; text: string }

function Invite(props: { school: OwnSchool; offeringId: string }) {
  const path = () => `/schools/${props.school.id}/offerings/${props.offeringId}/invitations`
  const [offering] = createLoaded(
    () => props.offeringId,
    (id) => api<Offering>('GET', `/offerings/${id}`),
  )
  const [invited, { refetch }] = createLoaded(path, (from) =>
    api<InvitedPupilPage>('GET', `${from}?pageSize=100`),
  )
  const [said, setSaid] = createSignal<Said | null>(null)
  const remove = async (pupil: InvitedPupil) => {
    const name = pupil.firstName
    try {
      await api('DELETE', `${path()}/${pupil.id}`)
      setSaid({ tone: 'ok', text: t(pupil.isEnrolled ? 'removed.keeps' : 'removed', { name }) })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setSaid({ tone: 'error', text: refusalSentence(problem, name) })
    }
    refetch()
  }
  const done = (count: number) => {
    setSaid({ tone: 'ok', text: t(count === 1 ? 'done.one' : 'done', { count }) })
    refetch()
  }
  const mayInvite = () =>
    offering.latest?.invitedOnly || offering.latest?.holds.some(({ kind }) => kind === 'invited')
  return (
    <>
      <p>
        <a href="/school/plekken">{t('back')}</a>
      </p>
      <Switch>
        <Match when={offering.error || invited.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!offering.latest || !invited.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={invited.latest}>
          {(list) => (
            <>
              <p class="lead">{t('page.for', { title: offering.latest?.title ?? '' })}</p>
              <p>{t('page.text')}</p>
              <div aria-live="polite">
                <Show when={said()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
              </div>
              <Show when={mayInvite()} fallback={<Alert tone="info">{t('notHere')}</Alert>}>
                <InviteForm
                  schoolId={props.school.id}
                  path={path()}
                  invited={list().items.map(({ id }) => id)}
                  onInvited={done}
                />
              </Show>
              <section class="box" aria-labelledby="invited">
                <h2 id="invited">{t('invited.title', { count: list().total })}</h2>
                <Show when={list().items.length > 0} fallback={<p class="muted">{t('invited.empty')}</p>}>
                  <ul class="holds">
                    <For each={list().items}>
                      {(pupil) => <Pupil pupil={pupil} onRemove={() => remove(pupil)} />}
                    </For>
                  </ul>
                </Show>
              </section>
            </>
          )}
        </Match>
      </Switch>
    </>
  )
}

function Pupil(props: { pupil: InvitedPupil; onRemove: () => void }) {
  const name = () => `${props.pupil.firstName} ${props.pupil.lastName}`
  return (
    <li>
      <p>
        <strong dir="auto">{name()}</strong>
        <Show when={props.pupil.group}>{(group) => <span class="muted"> {group()}</span>}</Show>
        <Show when={props.pupil.isEnrolled}>
          {' '}
          <span class="badge badge--ok">{t('invited.isEnrolled')}</span>
        </Show>
      </p>
      <button
        type="button"
        class="button"
        aria-label={t('remove.of', { name: name() })}
        onClick={() => props.onRemove()}
      >
        {t('remove')}
      </button>
    </li>
  )
}
