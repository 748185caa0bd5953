import type { PupilPage } from '@portal/shared/pupils/pupil.ts'
import type { KeptGroupPage } from '@portal/shared/schools/kept-group.ts'
import { createSignal, Match, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/school-places.json'
import { wordsOf } from '../i18n/translate.ts'
import { CheckList } from '../ui/check-list.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, SelectField } from '../ui/fields.tsx'
import { LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Choose a group, then its pupils who were not invited yet. Names are asked for one group only, because each is a look. */
export function InviteForm(props: {
  schoolId: string
  /** Where invitations are sent to. */
  path: string
  invited: readonly string[]
  onInvited: (count: number) => void
}) {
  const [groups] = createLoaded(
    () => props.schoolId,
    (id) => api<KeptGroupPage>('GET', `/schools/${id}/kept-groups?pageSize=100`),
  )
  const [group, setGroup] = createSignal('')
  const [pupils] = createLoaded(group, (id) =>
    api<PupilPage>('GET', `/schools/${props.schoolId}/pupils?group=${id}&pageSize=100`),
  )
  const [chosen, setChosen] = createSignal<readonly string[]>([])
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const candidates = () => (pupils.latest?.items ?? []).filter(({ id }) => !props.invited.includes(id))
  const choose = (id: string) => {
    setGroup(id)
    setChosen([])
    setErrors({})
  }
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy()) return
    const childIds = chosen().filter((id) => candidates().some((pupil) => pupil.id === id))
    setErrors(childIds.length === 0 ? { [group() ? 'pupils' : 'group']: t('choose.wrong') } : {})
    if (childIds.length === 0) return
    setBusy(true)
    try {
      await api('POST', props.path, { childIds })
      setChosen([])
      props.onInvited(childIds.length)
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      setErrors({ form: refusalSentence(problem, '') })
    }
    setBusy(false)
  }
  return (
    <section class="box" aria-labelledby="choose">
      <h2 id="choose">{t('choose.title')}</h2>
      <form class="form" novalidate onSubmit={send}>
        <ErrorSummary title={t('errors')} errors={errors()} />
        <SelectField
          label={t('choose.group')}
          name="group"
          value={group()}
          error={errors().group}
          onChange={choose}
          options={[
            { value: '', label: t('choose.group.choose') },
            ...(groups.latest?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Switch>
          <Match when={groups.latest?.items.length === 0}>
            <p>{t('noGroups')}</p>
          </Match>
          <Match when={group() && pupils.loading}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={group() && candidates().length === 0}>
            <p>{t('choose.none')}</p>
          </Match>
          <Match when={group()}>
            <CheckList
              label={t('choose.legend')}
              name="pupils"
              error={errors().pupils}
              options={candidates().map((pupil) => ({
                value: pupil.id,
                label: `${pupil.firstName} ${pupil.lastName}`,
              }))}
              chosen={chosen()}
              onChange={setChosen}
            />
          </Match>
        </Switch>
        <div class="actions">
          <button type="submit" class="button button--primary">
            {isBusy() ? t('choose.busy') : t('choose.submit')}
          </button>
        </div>
      </form>
    </section>
  )
}
