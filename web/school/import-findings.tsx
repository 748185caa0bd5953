import type { ImportPreview } from '@portal/shared/pupils/pupil-import.ts'
import { createSignal, For, Show } from 'solid-js'
import { TouchedList } from '../clashes/touched-list.tsx'
import clashes from '../i18n/nl/clashes.json'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { Alert } from '../ui/state-blocks.tsx'
import { numericDate } from './short-date.ts'

const t = wordsOf(words)
const c = wordsOf(clashes)

/** What a file would do, what is wrong in it, and the decision. */
export function ImportFindings(props: {
  found: ImportPreview
  isBusy: boolean
  onBringIn: (makeGroups: boolean) => void
}) {
  const [makesGroups, setMakesGroups] = createSignal(false)
  const [isAsked, setAsked] = createSignal(false)
  const count = () => props.found.toAdd + props.found.toChange
  const facts = () =>
    [
      { label: t('import.total'), value: props.found.total, always: true },
      { label: t('import.add'), value: props.found.toAdd, always: true },
      { label: t('import.change'), value: props.found.toChange, always: true },
      { label: t('import.same'), value: props.found.unchanged, always: true },
      {
        label: `${t('import.notInFile')} (${t('import.notInFile.hint')})`,
        value: props.found.notInFile,
        always: false,
      },
      { label: t('import.withoutGroup'), value: props.found.withoutGroup, always: false },
      { label: t('import.skipped'), value: props.found.skipped, always: false },
    ].filter(({ value, always }) => always || value > 0)
  const bringIn = () => {
    setAsked(true)
    if (props.found.newGroups.length > 0 && !makesGroups()) return
    props.onBringIn(makesGroups())
  }
  return (
    <section
      class="box"
      aria-labelledby="found"
      tabindex="-1"
      ref={(box) => queueMicrotask(() => box.focus())}
    >
      <h2 id="found">{t('import.found')}</h2>
      <dl class="import-facts">
        <For each={facts()}>
          {({ label, value }) => (
            <>
              <dt>{value}</dt>
              <dd>{label}</dd>
            </>
          )}
        </For>
      </dl>
      <Show when={props.found.familyKeeps > 0}>
        <p>{t('import.familyKeeps', { count: props.found.familyKeeps })}</p>
      </Show>
      <Show when={props.found.touchedCount > 0}>
        <Alert tone="warning" title={c('change.title')}>
          <p>
            {props.found.touchedCount === 1
              ? c('change.one')
              : c('change.many', { count: props.found.touchedCount })}{' '}
            {c('change.told')}
          </p>
          <TouchedList touched={props.found.touched} />
        </Alert>
      </Show>
      <Show when={props.found.errorCount === 0} fallback={<Errors found={props.found} />}>
        <Show when={props.found.newGroups.length > 0}>
          <h3>{t('import.newGroups')}</h3>
          <ul>
            <For each={props.found.newGroups}>
              {({ name, year, pupils }) => <li>{t('import.newGroup', { name, year, pupils })}</li>}
            </For>
          </ul>
          <Show when={isAsked() && !makesGroups()}>
            <p class="field__error" id="groups-needed" role="alert">
              {t('import.makeGroups.needed')}
            </p>
          </Show>
          <label class="check">
            <input
              type="checkbox"
              checked={makesGroups()}
              aria-describedby={isAsked() && !makesGroups() ? 'groups-needed' : undefined}
              onChange={(event) => setMakesGroups(event.currentTarget.checked)}
            />{' '}
            {t('import.makeGroups')}
          </label>
        </Show>
        <h3>{t('import.sample')}</h3>
        <div class="import-sample">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('import.name')}</th>
                <th scope="col">{t('import.birth')}</th>
                <th scope="col">{t('import.group')}</th>
              </tr>
            </thead>
            <tbody>
              <For each={props.found.sample}>
                {(row) => (
                  <tr>
                    <td dir="auto">
                      {row.firstName} {row.lastName}
                    </td>
                    <td>{numericDate(row.birthDate)}</td>
                    <td>{row.group ?? t('pupil.noGroup')}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
        <Show when={count() > 0} fallback={<Alert tone="ok">{t('import.nothing')}</Alert>}>
          <div class="actions">
            <button type="button" class="button button--primary" onClick={bringIn}>
              {props.isBusy
                ? t('busy')
                : count() === 1
                  ? t('import.bringIn.one')
                  : t('import.bringIn', { count: count() })}
            </button>
          </div>
        </Show>
      </Show>
    </section>
  )
}

/** What is wrong, by line and column, as a spreadsheet counts them. */
function Errors(props: { found: ImportPreview }) {
  return (
    <>
      <Alert
        tone="error"
        title={
          props.found.errorCount === 1
            ? t('import.errors.one')
            : t('import.errors', { count: props.found.errorCount })
        }
      >
        {t('import.errors.text')}
        <Show when={props.found.errorCount > props.found.errors.length}>
          {' '}
          {t('import.errors.more', { count: props.found.errors.length })}
        </Show>
      </Alert>
      <ul class="import-errors">
        <For each={props.found.errors}>
          {(error) => (
            <li class="import-error">
              <strong>{t('import.where', { line: error.line, column: error.column })}</strong>{' '}
              <span>{t(`row.${error.code}`)}</span>
            </li>
          )}
        </For>
      </ul>
    </>
  )
}
