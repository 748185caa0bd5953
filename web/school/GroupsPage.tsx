import type { KeptGroup, KeptGroupPage } from '@portal/shared/schools/kept-group.ts'
import { schoolYearName } from '@portal/shared/schools/school-year.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { SelectField } from '../ui/fields.tsx'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { GroupForm } from './group-form.tsx'
import './pupils.css'
import { type OwnSchool, SchoolPage } from './school-page.tsx'

const t = wordsOf(words)

/** The groups of a school year: add, change, remove; and on to the next school year. */
export default function GroupsPage() {
  return (
    <SchoolPage title={t('groups.title')} text={t('groups.text')}>
      {(school) => <Groups school={school} />}
    </SchoolPage>
  )
}

function Groups(props: { school: OwnSchool }) {
  const [year, setYear] = createSignal<number | null>(null)
  const [groups, { refetch }] = createLoaded(
    () => `/schools/${props.school.id}/kept-groups?pageSize=100${year() ? `&schoolYear=${year()}` : ''}`,
    (path) => api<KeptGroupPage>('GET', path),
  )
  const [open, setOpen] = createSignal<KeptGroup | 'new' | null>(null)
  const [leaving, setLeaving] = createSignal<KeptGroup | null>(null)
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  let dialog: HTMLDialogElement | undefined
  const shownYear = () => year() ?? groups.latest?.schoolYear ?? 0
  const years = () => {
    const now = groups.latest?.schoolYear ?? 0
    return [...new Set([now + 1, now, ...(groups.latest?.schoolYears ?? [])])].sort(
      (one, other) => other - one,
    )
  }
  const show = (form: KeptGroup | 'new' | null) => {
    setMessage(null)
    setOpen(form)
  }
  const saved = (group: KeptGroup) => {
    setOpen(null)
    setMessage({ tone: 'ok', text: t('group.saved', { name: group.name }) })
    setYear(group.schoolYear)
    refetch()
  }
  const remove = async () => {
    const group = leaving()
    dialog?.close()
    if (!group) return
    try {
      await api('DELETE', `/schools/${props.school.id}/groups/${group.id}`)
      setMessage({ tone: 'ok', text: t('group.removed', { name: group.name }) })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setMessage({ tone: 'error', text: refusalSentence(problem, '') })
    }
    refetch()
  }
  return (
    <>
      <div class="actions">
        <button type="button" class="button button--primary" onClick={() => show('new')}>
          {t('groups.add')}
        </button>
        <a class="button" href="/school/groepen/volgend-jaar">
          {t('groups.next')}
        </a>
      </div>
      <div aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
      </div>
      <Show when={open() === 'new'}>
        <GroupForm
          school={props.school}
          group={null}
          schoolYears={years()}
          schoolYear={shownYear()}
          onSaved={saved}
          onCancel={() => show(null)}
        />
      </Show>
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
        <Match when={groups.latest}>
          {(found) => (
            <>
              <div class="shown-year">
                <SelectField
                  label={t('groups.years')}
                  name="shownYear"
                  isShort
                  value={String(shownYear())}
                  options={years().map((each) => ({
                    value: String(each),
                    label: `${schoolYearName(each)}${each === found().schoolYear ? ` (${t('groups.now')})` : ''}`,
                  }))}
                  onChange={(value) => setYear(Number(value))}
                />
              </div>
              <h2>{t('groups.year', { year: schoolYearName(shownYear()) })}</h2>
              <Show when={found().items.length === 0}>
                <p>{t('groups.none')}</p>
              </Show>
              <ul class="group-rows">
                <For each={found().items}>
                  {(group) => (
                    <li>
                      <Show
                        when={open() === group}
                        fallback={
                          <div class="box group-row">
                            <div>
                              <h3>{group.name}</h3>
                              <p>
                                {t(group.pupils === 1 ? 'group.facts.one' : 'group.facts', {
                                  year: group.year,
                                  pupils: group.pupils,
                                })}
                              </p>
                              <Show when={group.lessons > 0}>
                                <p class="muted">{t('group.lessons')}</p>
                              </Show>
                            </div>
                            <div class="group-row__actions">
                              <button
                                type="button"
                                class="text-button"
                                aria-label={`${t('group.change')}: ${group.name}`}
                                onClick={() => show(group)}
                              >
                                {t('group.change')}
                              </button>
                              <button
                                type="button"
                                class="text-button"
                                aria-label={`${t('group.remove')}: ${group.name}`}
                                onClick={() => {
                                  show(null)
                                  setLeaving(group)
                                  dialog?.showModal()
                                }}
                              >
                                {t('group.remove')}
                              </button>
                            </div>
                          </div>
                        }
                      >
                        <GroupForm
                          school={props.school}
                          group={group}
                          schoolYears={years()}
                          schoolYear={group.schoolYear}
                          onSaved={saved}
                          onCancel={() => show(null)}
                        />
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </>
          )}
        </Match>
      </Switch>
      <dialog ref={dialog} aria-labelledby="remove-group">
        <h2 id="remove-group">{t('group.remove.title', { name: leaving()?.name ?? '' })}</h2>
        <p>{t('group.remove.text')}</p>
        <div class="actions">
          <button type="button" class="button button--danger" onClick={remove}>
            {t('group.remove')}
          </button>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {t('cancel')}
          </button>
        </div>
      </dialog>
    </>
  )
}
