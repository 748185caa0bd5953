import {
  type ClassEnrolment,
  type ClassMode,
  type ClassPreview,
  mostPupils,
} from '@portal/shared/class-enrolments/class-enrolment.ts'
import { newId } from '@portal/shared/ids.ts'
import type { KeptGroupPage } from '@portal/shared/schools/kept-group.ts'
import { useLocation, useNavigate } from '@solidjs/router'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api, apiOnce } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { ClassHistory } from './class-history.tsx'
import { ClassPreviewBox } from './class-preview-box.tsx'
import './classes.css'
import { OfferingChoice } from './offering-choice.tsx'
import { PupilChoice, type Whom } from './pupil-choice.tsx'
import { type OwnSchool, SchoolPage } from './school-page.tsx'

const t = wordsOf(words)

/** A school enrols pupils together: which activity, whom, how; see what it would give; do it. */
export default function EnrolPage() {
  return (
    <SchoolPage title={t('title')} text={t('text')}>
      {(school) => <Enrol school={school} />}
    </SchoolPage>
  )
}

function Enrol(props: { school: OwnSchool }) {
  const location = useLocation()
  const navigate = useNavigate()
  const [groups, { refetch }] = createLoaded(
    () => props.school.id,
    (id) => api<KeptGroupPage>('GET', `/schools/${id}/kept-groups?pageSize=100`),
  )
  const withPupils = () => groups.latest?.items.filter(({ pupils }) => pupils > 0) ?? []
  // The activity stands in the address: so a page of an activity can lead here, and going back undoes the choice.
  const offeringId = () => new URLSearchParams(location.search).get('aanbod')
  const [whom, setWhom] = createSignal<Whom>({ groupId: '' })
  const [mode, setMode] = createSignal<ClassMode>('all-that-can')
  const [mayWait, setMayWait] = createSignal(true)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [preview, setPreview] = createSignal<{ found: ClassPreview; key: string; body: object } | null>(null)
  const [isBusy, setBusy] = createSignal<'' | 'preview' | 'enrol'>('')
  /** What was seen beforehand is no longer what would happen. */
  const change = (work: () => void) => {
    work()
    setPreview(null)
    setErrors({})
  }
  const chooseOffering = (id: string | null) =>
    change(() => {
      const next = new URLSearchParams(location.search)
      if (id) next.set('aanbod', id)
      else next.delete('aanbod')
      navigate(`/school/inschrijven?${next}`, { scroll: false })
    })
  const wrong = (): Record<string, string> => {
    const chosen = whom()
    const count = 'childIds' in chosen ? chosen.childIds.length : chosen.groupId ? 1 : 0
    return {
      ...(offeringId() ? {} : { offering: t('offering.wrong') }),
      ...(count === 0 ? { group: t('who.wrong') } : count > mostPupils ? { group: t('who.tooMany') } : {}),
    }
  }
  const path = () => `/schools/${props.school.id}/class-enrolments`
  const failed = (error: unknown) =>
    setErrors({ form: refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, '') })
  const look = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy()) return
    setErrors(wrong())
    setPreview(null)
    if (Object.keys(errors()).length > 0) return
    setBusy('preview')
    const body = { offeringId: offeringId(), ...whom(), mode: mode(), mayWait: mayWait() }
    try {
      setPreview({
        found: await api<ClassPreview>('POST', `/schools/${props.school.id}/class-enrolment-previews`, body),
        key: newId(),
        body,
      })
    } catch (error) {
      failed(error)
    }
    setBusy('')
  }
  const enrol = async () => {
    const seen = preview()
    if (!seen || isBusy()) return
    setErrors({})
    setBusy('enrol')
    try {
      const { id } = await apiOnce<ClassEnrolment>(path(), seen.key, seen.body)
      navigate(`/school/inschrijven/${id}`, { state: { isNew: true } })
    } catch (error) {
      // The same key again: whatever became of the first one, it is done once.
      const isLost = error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
      if (isLost) setErrors({ form: t('enrol.unsure') })
      else failed(error)
    }
    setBusy('')
  }
  return (
    <Switch>
      <Match when={groups.error}>
        <Alert tone="error">{t('failed')}</Alert>
        <button type="button" class="button" onClick={refetch}>
          {t('again')}
        </button>
      </Match>
      <Match when={!groups.latest}>
        <LoadingBlock label={t('loading')} />
      </Match>
      <Match when={withPupils().length === 0}>
        <EmptyState
          title={t('who.empty')}
          action={
            <a class="button button--primary" href="/school/leerlingen/bestand">
              {t('who.empty.import')}
            </a>
          }
        >
          {t('who.empty.text')}
        </EmptyState>
      </Match>
      <Match when={groups.latest}>
        <div class="enrol-steps">
          <ErrorSummary title={t('errors')} errors={errors()} />
          <section aria-labelledby="which">
            <h2 id="which">{t('offering.title')}</h2>
            <OfferingChoice schoolId={props.school.id} chosenId={offeringId()} onChoose={chooseOffering} />
          </section>
          <form novalidate onSubmit={look}>
            <section aria-labelledby="whom">
              <h2 id="whom">{t('who.title')}</h2>
              <PupilChoice
                schoolId={props.school.id}
                groups={withPupils()}
                whom={whom()}
                error={errors().group}
                onChange={(next) => change(() => setWhom(next))}
              />
            </section>
            <Ways
              mode={mode()}
              mayWait={mayWait()}
              onMode={(next) => change(() => setMode(next))}
              onWait={(next) => change(() => setMayWait(next))}
            />
            <div class="actions">
              <button type="submit" class="button" classList={{ 'button--primary': !preview() }}>
                {isBusy() === 'preview' ? t('busy') : t('preview')}
              </button>
            </div>
          </form>
          <Show when={preview()} keyed>
            {({ found }) => <ClassPreviewBox found={found} isBusy={isBusy() === 'enrol'} onEnrol={enrol} />}
          </Show>
        </div>
        <ClassHistory schoolId={props.school.id} />
      </Match>
    </Switch>
  )
}

function Ways(props: {
  mode: ClassMode
  mayWait: boolean
  onMode: (mode: ClassMode) => void
  onWait: (mayWait: boolean) => void
}) {
  const way = (mode: ClassMode, label: string, hint: string) => (
    <label class="check">
      <input type="radio" name="mode" checked={props.mode === mode} onChange={() => props.onMode(mode)} />
      <span>
        {label}
        <span class="hint">{hint}</span>
      </span>
    </label>
  )
  return (
    <section aria-labelledby="how">
      <fieldset class="enrol-ways">
        <legend>
          <h2 id="how">{t('how.title')}</h2>
        </legend>
        {way('all-that-can', t('how.can'), t('how.can.hint'))}
        {way('all-or-none', t('how.none'), t('how.none.hint'))}
        <label class="check">
          <input
            type="checkbox"
            checked={props.mayWait}
            onChange={(event) => props.onWait(event.currentTarget.checked)}
          />
          <span>{t('how.wait')}</span>
        </label>
      </fieldset>
    </section>
  )
}
