import type { TouchPreview } from '@portal/shared/calendar/clash.ts'
import type { Pupil, PupilPage, PupilPreviewRequest } from '@portal/shared/pupils/pupil.ts'
import type { KeptGroupPage } from '@portal/shared/schools/kept-group.ts'
import { useLocation, useNavigate } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { createReasonQuestion } from '../clashes/ask-reason.tsx'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { PageLinks } from '../ui/page-links.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { PupilFilters } from './pupil-filters.tsx'
import { PupilForm } from './pupil-form.tsx'
import { PupilLine } from './pupil-line.tsx'
import './pupils.css'
import { type OwnSchool, SchoolPage } from './school-page.tsx'

const t = wordsOf(words)
const pageSize = 50

/** The pupils of the own school: find one, add, change, take off the school, or choose some for a code. */
export default function PupilsPage() {
  return (
    <SchoolPage title={t('pupils.title')} text={t('pupils.text')}>
      {(school) => <Pupils school={school} />}
    </SchoolPage>
  )
}

function Pupils(props: { school: OwnSchool }) {
  const location = useLocation()
  const navigate = useNavigate()
  // The address is what is asked, so that a list can be kept, shared with a colleague and gone back to.
  const asked = () => {
    const all = new URLSearchParams(location.search)
    all.delete('school')
    return all
  }
  const [pupils, { refetch }] = createLoaded(
    () => `/schools/${props.school.id}/pupils?pageSize=${pageSize}&${asked()}`,
    (path) => api<PupilPage>('GET', path),
  )
  const [groups] = createLoaded(
    () => props.school.id,
    (id) => api<KeptGroupPage>('GET', `/schools/${id}/kept-groups?pageSize=100`),
  )
  const [open, setOpen] = createSignal<Pupil | 'new' | null>(null)
  const [leaving, setLeaving] = createSignal<Pupil | null>(null)
  const [chosen, setChosen] = createSignal<readonly string[]>([])
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  let dialog: HTMLDialogElement | undefined
  const show = (form: Pupil | 'new' | null) => {
    setMessage(null)
    setOpen(form)
  }
  const saved = (pupil: Pupil) => {
    setOpen(null)
    setMessage({ tone: 'ok', text: t('pupil.saved', { name: pupil.firstName }) })
    refetch()
  }
  const { ask, Dialog } = createReasonQuestion()
  /** What would be touched, and why it is done: asked only where a family will read it. */
  const askReason = async (pupil: Pupil, changes: Partial<PupilPreviewRequest>) => {
    const { birthDate, groupId, postcode, leaves } = changes
    const body = { birthDate, groupId, postcode, leaves }
    if (pupil.liveEnrolments === 0 || Object.values(body).every((value) => value === undefined)) return ''
    const path = `/schools/${props.school.id}/pupils/${pupil.id}/previews`
    return ask((await api<TouchPreview>('POST', path, body)).enrolments)
  }
  const takeOff = async () => {
    const pupil = leaving()
    dialog?.close()
    if (!pupil) return
    try {
      // Of a pupil without a family all is removed, and nobody reads why.
      const reason = pupil.status === 'claimed' ? await askReason(pupil, { leaves: true }) : ''
      if (reason === null) return
      const query = reason ? `?${new URLSearchParams({ reason })}` : ''
      await api('DELETE', `/schools/${props.school.id}/pupils/${pupil.id}${query}`)
      setMessage({ tone: 'ok', text: t('pupil.gone', { name: pupil.firstName }) })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setMessage({ tone: 'error', text: refusalSentence(problem, pupil.firstName) })
    }
    refetch()
  }
  const total = () => pupils.latest?.total ?? 0
  const pages = () => Math.ceil(total() / pageSize)
  const page = () => Number(asked().get('page') ?? 1)
  const link = (to: number) => {
    const next = asked()
    next.set('page', String(to))
    return `/school/leerlingen?${next}`
  }
  const choose = (id: string, isOn: boolean) =>
    setChosen(isOn ? [...chosen(), id].slice(0, 100) : chosen().filter((each) => each !== id))
  return (
    <>
      <div class="actions">
        <button type="button" class="button button--primary" onClick={() => show('new')}>
          {t('pupils.add')}
        </button>
        <a class="button" href="/school/leerlingen/bestand">
          {t('pupils.import')}
        </a>
        <a class="button" href="/school/leerlingen/codes">
          {t('pupils.codes')}
        </a>
      </div>
      <div aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
      </div>
      <Show when={open() === 'new'}>
        <PupilForm
          schoolId={props.school.id}
          pupil={null}
          groups={groups.latest?.items ?? []}
          askReason={askReason}
          onSaved={saved}
          onCancel={() => show(null)}
        />
      </Show>
      <PupilFilters
        asked={asked()}
        groups={groups.latest?.items ?? []}
        onAsk={(next) => navigate(`/school/leerlingen?${next}`)}
      />
      <Switch>
        <Match when={pupils.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!pupils.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={total() === 0 && asked().size === 0}>
          <EmptyState
            title={t('pupils.empty')}
            action={
              <a class="button button--primary" href="/school/leerlingen/bestand">
                {t('pupils.import')}
              </a>
            }
          >
            {t('pupils.empty.text')}
          </EmptyState>
        </Match>
        <Match when={total() === 0}>
          <EmptyState title={t('pupils.nothing')}>{t('pupils.nothing.text')}</EmptyState>
        </Match>
        <Match when={pupils.latest}>
          {(found) => (
            <>
              <h2 class="pupils__count" aria-live="polite">
                {total() === 1 ? t('pupils.count.one') : t('pupils.count', { count: total() })}
              </h2>
              <ul class="pupils">
                <For each={found().items}>
                  {(pupil) => (
                    <li>
                      <Show
                        when={open() === pupil}
                        fallback={
                          <PupilLine
                            pupil={pupil}
                            isChosen={chosen().includes(pupil.id)}
                            onChoose={(isOn) => choose(pupil.id, isOn)}
                            onChange={() => show(pupil)}
                            onTakeOff={() => {
                              show(null)
                              setLeaving(pupil)
                              dialog?.showModal()
                            }}
                          />
                        }
                      >
                        <PupilForm
                          schoolId={props.school.id}
                          pupil={pupil}
                          groups={groups.latest?.items ?? []}
                          askReason={askReason}
                          onSaved={saved}
                          onCancel={() => show(null)}
                        />
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
              <PageLinks page={page()} pages={pages()} link={link} />
            </>
          )}
        </Match>
      </Switch>
      <Show when={chosen().length > 0}>
        <div class="chosen-bar">
          <a
            class="button button--primary"
            href={`/school/leerlingen/codes?leerlingen=${chosen().join(',')}`}
          >
            {chosen().length === 1 ? t('pupil.chosen.one') : t('pupil.chosen', { count: chosen().length })}
          </a>
        </div>
      </Show>
      <Dialog />
      <dialog ref={dialog} aria-labelledby="take-off-title">
        <h2 id="take-off-title">{t('pupil.takeOff.title', { name: leaving()?.firstName ?? '' })}</h2>
        <p>
          {t(leaving()?.status === 'claimed' ? 'pupil.takeOff.family' : 'pupil.takeOff.alone', {
            name: leaving()?.firstName ?? '',
          })}
        </p>
        <Show when={leaving()?.status !== 'claimed' && (leaving()?.liveEnrolments ?? 0) > 0}>
          <p>{t('pupil.takeOff.enrolments', { count: leaving()?.liveEnrolments ?? 0 })}</p>
        </Show>
        <div class="actions">
          <button type="button" class="button button--danger" onClick={takeOff}>
            {t('pupil.takeOff')}
          </button>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {t('cancel')}
          </button>
        </div>
      </dialog>
    </>
  )
}
