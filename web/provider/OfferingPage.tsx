import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { ParticipantPage } from '@portal/shared/enrolments/enrolment.ts'
import { useParams } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { whenText } from '../catalogue/catalogue-data.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, TextField, textOf } from '../ui/fields.tsx'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { NewOfferingForm } from './new-offering-form.tsx'

const t = wordsOf(words)

/** One own offering: capacity and participants; or the form for a new one. */
export default function OfferingPage() {
  const params = useParams()
  return (
    <SignedIn>
      <div class="wrap">
        <p>
          <a href="/aanbieder">{t('provider.back')}</a>
        </p>
        <Show when={params.id !== 'nieuw'} fallback={<NewOfferingForm />}>
          <Existing id={params.id ?? ''} />
        </Show>
      </div>
    </SignedIn>
  )
}

function Existing(props: { id: string }) {
  const [offering, { mutate }] = createLoaded(
    () => props.id,
    (id) => api<Offering>('GET', `/offerings/${id}`),
  )
  const [participants, { refetch }] = createLoaded(
    () => props.id,
    (id) => api<ParticipantPage>('GET', `/offerings/${id}/participants?pageSize=100`),
  )
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [saved, setSaved] = createSignal(false)
  const save = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    setSaved(false)
    const capacity = Number(textOf(event.currentTarget, 'capacity'))
    if (!Number.isInteger(capacity) || capacity < 0) {
      setErrors({ capacity: t('form.required', { field: t('provider.capacity') }) })
      return
    }
    try {
      mutate(await api<Offering>('PATCH', `/offerings/${props.id}`, { capacity }))
      setErrors({})
      setSaved(true)
      void refetch()
    } catch (error) {
      setErrors({
        capacity: refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, ''),
      })
    }
  }
  const state = (participant: ParticipantPage['items'][number]) =>
    t(`status.${participant.status}` as 'status.placed', { position: participant.position ?? 1, until: '' })
  return (
    <Switch>
      <Match when={offering.error || participants.error}>
        <Alert tone="error">{t('failed')}</Alert>
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
              {whenText(found())}, {found().place.name}
            </p>
            <ErrorSummary title={t('form.errors')} errors={errors()} />
            <div aria-live="polite">
              <Show when={saved()}>
                <Alert tone="ok">
                  {t('provider.capacity.saved', {
                    capacity: found().capacity,
                    taken: found().taken,
                    waiting: found().waiting,
                  })}
                </Alert>
              </Show>
            </div>
            <form class="form" novalidate onSubmit={save}>
              <TextField
                label={t('provider.capacity')}
                name="capacity"
                type="number"
                inputmode="numeric"
                value={String(found().capacity)}
                error={errors().capacity}
              />
              <button type="submit" class="button button--primary">
                {t('provider.capacity.save')}
              </button>
            </form>
            <h2>{t('provider.participants')}</h2>
            <Show
              when={(participants.latest?.items.length ?? 0) > 0}
              fallback={<p>{t('provider.participants.empty')}</p>}
            >
              <ul class="plain">
                <For each={participants.latest?.items}>
                  {(participant) => (
                    <li class="box">
                      <strong>
                        {participant.firstName} {participant.lastName}
                      </strong>{' '}
                      ({participant.age})<br />
                      {state(participant)}
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  )
}
