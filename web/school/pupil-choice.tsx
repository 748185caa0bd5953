import type { PupilPage } from '@portal/shared/pupils/pupil.ts'
import type { KeptGroup } from '@portal/shared/schools/kept-group.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { SelectField, TextField } from '../ui/fields.tsx'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const mostShown = 100

/** Whom: a whole group, or pupils one by one. */
export type Whom = { groupId: string } | { childIds: readonly string[] }

/** Choosing pupils: a group from a list, or by name from all pupils. Who was chosen stays so while another name is looked for. */
export function PupilChoice(props: {
  schoolId: string
  groups: readonly KeptGroup[]
  whom: Whom
  error: string | undefined
  onChange: (whom: Whom) => void
}) {
  const childIds = () => ('childIds' in props.whom ? props.whom.childIds : null)
  const groupId = () => ('groupId' in props.whom ? props.whom.groupId : '')
  return (
    <Show
      when={childIds()}
      fallback={
        <>
          <SelectField
            label={t('who.group')}
            hint={t('who.group.hint')}
            name="group"
            value={groupId()}
            error={props.error}
            options={[
              { value: '', label: t('who.group.choose') },
              ...props.groups.map(({ id, name, pupils }) => ({
                value: id,
                label: t('who.group.option', { name, count: pupils }),
              })),
            ]}
            onChange={(id) => props.onChange({ groupId: id })}
          />
          <button type="button" class="text-button" onClick={() => props.onChange({ childIds: [] })}>
            {t('who.selection')}
          </button>
        </>
      }
    >
      {(ids) => (
        <>
          <PupilList
            schoolId={props.schoolId}
            groups={props.groups}
            chosen={ids()}
            error={props.error}
            onChange={(chosen) => props.onChange({ childIds: chosen })}
          />
          <button type="button" class="text-button" onClick={() => props.onChange({ groupId: '' })}>
            {t('who.wholeGroup')}
          </button>
        </>
      )}
    </Show>
  )
}

function PupilList(props: {
  schoolId: string
  groups: readonly KeptGroup[]
  chosen: readonly string[]
  error: string | undefined
  onChange: (chosen: readonly string[]) => void
}) {
  const [q, setQ] = createSignal('')
  const [group, setGroup] = createSignal('')
  let typing: ReturnType<typeof setTimeout> | undefined
  const [found, { refetch }] = createLoaded(
    () => ({ q: q(), group: group() }),
    (asked) => {
      const query = new URLSearchParams({ pageSize: String(mostShown) })
      if (asked.q) query.set('q', asked.q)
      if (asked.group) query.set('group', asked.group)
      return api<PupilPage>('GET', `/schools/${props.schoolId}/pupils?${query}`)
    },
  )
  const choose = (ids: readonly string[], isOn: boolean) =>
    props.onChange(
      isOn ? [...new Set([...props.chosen, ...ids])] : props.chosen.filter((id) => !ids.includes(id)),
    )
  const shown = () => found.latest?.items.map(({ id }) => id) ?? []
  const chosenText = () =>
    props.chosen.length === 0
      ? t('who.chosen.none')
      : props.chosen.length === 1
        ? t('who.chosen.one')
        : t('who.chosen', { count: props.chosen.length })
  return (
    <>
      <div class="pair">
        <TextField
          label={t('who.search')}
          name="group"
          type="search"
          error={props.error}
          onType={(text) => {
            clearTimeout(typing)
            typing = setTimeout(() => setQ(text.trim().slice(0, 100)), 300)
          }}
        />
        <SelectField
          label={t('who.filter')}
          name="filter"
          value={group()}
          options={[
            { value: '', label: t('who.filter.all') },
            ...props.groups.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={setGroup}
        />
      </div>
      <Switch>
        <Match when={found.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!found.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={found.latest?.total === 0}>
          <p>{t('who.nothing')}</p>
        </Match>
        <Match when={found.latest}>
          {(page) => (
            // Scrolls, so it can be reached by keyboard through the boxes in it.
            <fieldset class="pupil-choices">
              <legend class="visually-hidden">{t('who.list')}</legend>
              <ul>
                <li>
                  <label class="check">
                    <input
                      type="checkbox"
                      checked={shown().every((id) => props.chosen.includes(id))}
                      onChange={(event) => choose(shown(), event.currentTarget.checked)}
                    />
                    <strong>{t('who.all', { count: shown().length })}</strong>
                  </label>
                </li>
                <For each={page().items}>
                  {(pupil) => (
                    <li>
                      <label class="check">
                        <input
                          type="checkbox"
                          checked={props.chosen.includes(pupil.id)}
                          onChange={(event) => choose([pupil.id], event.currentTarget.checked)}
                        />
                        <span>
                          <span dir="auto">
                            {pupil.firstName} {pupil.lastName}
                          </span>{' '}
                          <span class="muted">{pupil.group?.name ?? t('who.noGroup')}</span>
                        </span>
                      </label>
                    </li>
                  )}
                </For>
              </ul>
            </fieldset>
          )}
        </Match>
      </Switch>
      <Show when={(found.latest?.total ?? 0) > mostShown}>
        <p class="muted">{t('who.more')}</p>
      </Show>
      <p aria-live="polite">
        <strong>{chosenText()}</strong>
      </p>
    </>
  )
}
