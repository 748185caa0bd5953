import { type ImportPreview, largestFile, type PupilImport } from '@portal/shared/pupils/pupil-import.ts'
import { createSignal, Match, onCleanup, Show, Switch } from 'solid-js'
import { ApiProblem, api, sendFile } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { saveTemplate } from './csv-template.ts'
import { ImportFindings } from './import-findings.tsx'
import './pupils.css'
import { type OwnSchool, SchoolPage } from './school-page.tsx'

const t = wordsOf(words)

/** How often it is asked how far a file is. */
const pollMs = 600

const sentence = (error: unknown) =>
  refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, '')

/** Pupils from a file: choose it, see what would happen, decide, see how far it is. */
export default function ImportPage() {
  return (
    <SchoolPage title={t('import.title')} text={t('import.text')}>
      {(school) => <Import school={school} />}
    </SchoolPage>
  )
}

function Import(props: { school: OwnSchool }) {
  const [file, setFile] = createSignal<File | null>(null)
  const [preview, setPreview] = createSignal<ImportPreview | null>(null)
  const [running, setRunning] = createSignal<PupilImport | null>(null)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isReading, setReading] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const path = () => `/schools/${props.school.id}/pupil-imports`
  // Windows says of a CSV that it is Excel's, so the name decides.
  const typeOf = (chosen: File) => (/\.xml$/i.test(chosen.name) ? 'application/xml' : 'text/csv')

  const look = async (event: SubmitEvent) => {
    event.preventDefault()
    const chosen = file()
    if (isReading()) return
    setPreview(null)
    if (!chosen || chosen.size > largestFile) {
      setErrors({ file: t(chosen ? 'import.tooLarge' : 'import.noFile') })
      return
    }
    setErrors({})
    setReading(true)
    try {
      setPreview(await sendFile<ImportPreview>(`${path()}/previews`, chosen, typeOf(chosen)))
    } catch (error) {
      setErrors({ file: sentence(error) })
    }
    setReading(false)
  }
  const follow = async (id: string) => {
    // A look that fails is tried again: the file goes on without us.
    const now = await api<PupilImport>('GET', `${path()}/${id}`).catch(() => running())
    setRunning(now)
    if (now?.status === 'running') timer = setTimeout(() => void follow(id), pollMs)
  }
  const bringIn = async (makeGroups: boolean) => {
    const chosen = file()
    if (!chosen || isReading()) return
    setReading(true)
    try {
      const begun = await sendFile<PupilImport>(`${path()}?makeGroups=${makeGroups}`, chosen, typeOf(chosen))
      setPreview(null)
      setRunning(begun)
      void follow(begun.id)
    } catch (error) {
      setErrors({ file: sentence(error) })
      setPreview(null)
    }
    setReading(false)
  }
  const again = () => {
    setRunning(null)
    setPreview(null)
    setFile(null)
  }
  return (
    <>
      <div aria-live="polite">
        <Show when={running()}>{(now) => <Progress now={now()} onAgain={again} />}</Show>
      </div>
      <Show when={!running()}>
        <Alert tone="info">{t('import.privacy')}</Alert>
        <p>
          <button type="button" class="text-button" onClick={saveTemplate}>
            {t('import.template')}
          </button>
        </p>
        <form class="form" novalidate onSubmit={look}>
          <ErrorSummary title={t('errors')} errors={errors()} />
          <div class="field" classList={{ 'field--wrong': Boolean(errors().file) }}>
            <label for="field-file">{t('import.file')}</label>
            <p class="hint" id="file-hint">
              {t('import.file.hint')}
            </p>
            <input
              type="file"
              class="file-input"
              id="field-file"
              name="file"
              accept=".csv,.txt,.xml,text/csv,application/xml,text/xml"
              aria-describedby="file-hint"
              aria-invalid={errors().file ? 'true' : undefined}
              onChange={(event) => {
                setFile(event.currentTarget.files?.[0] ?? null)
                setPreview(null)
                setErrors({})
              }}
            />
          </div>
          <div class="actions">
            <button type="submit" class="button button--primary">
              {isReading() ? t('busy') : t('import.look')}
            </button>
            <a class="button" href="/school/leerlingen">
              {t('import.back')}
            </a>
          </div>
        </form>
        <div aria-live="polite">
          <Show when={isReading() && !preview()}>
            <LoadingBlock label={t('import.reading')} />
          </Show>
        </div>
        <Show when={preview()} keyed>
          {(found) => <ImportFindings found={found} isBusy={isReading()} onBringIn={bringIn} />}
        </Show>
      </Show>
    </>
  )
}

/** How far the file is, or what came of it. */
function Progress(props: { now: PupilImport; onAgain: () => void }) {
  return (
    <Switch>
      <Match when={props.now.status === 'running'}>
        <section class="box" aria-labelledby="running">
          <h2 id="running">{t('import.running')}</h2>
          <progress
            class="import-progress"
            max={props.now.total}
            value={props.now.done}
            aria-labelledby="running"
          />
          <p>{t('import.progress', { done: props.now.done, total: props.now.total })}</p>
        </section>
      </Match>
      <Match when={props.now.status === 'done'}>
        <Alert tone="ok">
          {t('import.done', {
            added: props.now.added,
            changed: props.now.changed,
            unchanged: props.now.unchanged,
          })}
        </Alert>
        <div class="actions">
          <a class="button button--primary" href="/school/leerlingen">
            {t('import.toPupils')}
          </a>
          <a class="button" href="/school/leerlingen/codes">
            {t('pupils.codes')}
          </a>
        </div>
      </Match>
      <Match when={props.now.status === 'failed'}>
        <Alert tone="error">{t('import.failed')}</Alert>
        <button type="button" class="button" onClick={() => props.onAgain()}>
          {t('import.other')}
        </button>
      </Match>
    </Switch>
  )
}
