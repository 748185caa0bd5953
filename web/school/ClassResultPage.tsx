import type { ClassEnrolment } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { useLocation, useParams } from '@solidjs/router'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchMoment } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { ClassTable } from './class-table.tsx'
import { resultFile, summaryText } from './class-words.ts'
import './classes.css'
import { type OwnSchool, SchoolPage } from './school-page.tsx'
import { UndoClass } from './undo-class.tsx'

const t = wordsOf(words)

/** The result of enrolling pupils together: kept, to be looked at again, printed, saved, or undone for a while. */
export default function ClassResultPage() {
  const params = useParams()
  return (
    <SchoolPage title={t('title')}>{(school) => <Result school={school} id={params.id ?? ''} />}</SchoolPage>
  )
}

function Result(props: { school: OwnSchool; id: string }) {
  const path = () => `/schools/${props.school.id}/class-enrolments/${encodeURIComponent(props.id)}`
  const [found, { refetch, mutate }] = createLoaded(path, (from) => api<ClassEnrolment>('GET', from))
  const isGone = () => found.error instanceof ApiProblem && found.error.status === 404
  return (
    <>
      <p class="screen-only">
        <a href="/school/inschrijven">{t('result.back')}</a>
      </p>
      <Switch>
        <Match when={isGone()}>
          <Alert tone="info">{t('result.gone')}</Alert>
        </Match>
        <Match when={found.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!found.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={found.latest}>
          {(table) => <Table table={table()} path={path()} onChange={mutate} />}
        </Match>
      </Switch>
    </>
  )
}

/** Hands the browser the file to keep. */
function save(table: ClassEnrolment): void {
  const address = URL.createObjectURL(new Blob([resultFile(table)], { type: 'text/csv' }))
  const name = `inschrijving-${table.madeAt.slice(0, 10)}.csv`
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  URL.revokeObjectURL(address)
}

function Table(props: { table: ClassEnrolment; path: string; onChange: (table: ClassEnrolment) => void }) {
  const location = useLocation<{ isNew?: boolean }>()
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  const table = () => props.table
  const made = () =>
    t(table().isNone ? 'result.made.nobody' : 'result.made', {
      who: table().madeBy || t('result.who'),
      what: table().group ? t('result.group', { name: table().group ?? '' }) : t('result.selection'),
      moment: dutchMoment(table().madeAt),
    })
  const lone = () =>
    table().lines.filter((line) => line.isPupil && !line.isFamilyKnown && line.status === 'awaiting_consent')
  const undo = async () => {
    try {
      props.onChange(await api<ClassEnrolment>('POST', `${props.path}/undo`))
      setMessage({ tone: 'ok', text: t('undo.done') })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setMessage({ tone: 'error', text: refusalSentence(problem, '') })
    }
  }
  return (
    <>
      <h2 dir="auto">{t('result.title', { title: table().offering.title })}</h2>
      <p>{made()}</p>
      <div aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
        <Show when={location.state?.isNew && !message() && !table().isNone}>
          <Alert tone="ok">{t('result.ok', { summary: `${summaryText(table().counts)}.` })}</Alert>
        </Show>
        <Show when={table().isNone}>
          <Alert tone="warning">{t('result.isNone')}</Alert>
        </Show>
        <Show when={!message() && table().undoneAt}>
          {(at) => <Alert tone="info">{t('result.undone', { moment: dutchMoment(at()) })}</Alert>}
        </Show>
      </div>
      <div class="actions screen-only">
        <button type="button" class="button" onClick={() => print()}>
          {t('result.print')}
        </button>
        <button type="button" class="button" onClick={() => save(table())}>
          {t('result.csv')}
        </button>
        <Show when={lone().length > 0}>
          <a
            class="button button--primary"
            href={`/school/leerlingen/codes?leerlingen=${lone()
              .slice(0, 100)
              .map(({ childId }) => childId)
              .join(',')}`}
          >
            {lone().length === 1 ? t('codes.one') : t('codes', { count: lone().length })}
          </a>
        </Show>
        <Show when={table().undo} keyed>
          {(left) => (
            <UndoClass
              undo={left}
              title={table().offering.title}
              done={table().counts.placed + table().counts.awaitingConsent + table().counts.waitlisted}
              onUndo={undo}
            />
          )}
        </Show>
      </div>
      <ClassTable lines={table().lines} telling={table().isNone ? 'none' : 'did'} />
    </>
  )
}
