import type { NewClaimCodes } from '@portal/shared/claims/claim.ts'
import { claimCodeDays } from '@portal/shared/claims/claim-code.ts'
import type { KeptGroupPage } from '@portal/shared/schools/kept-group.ts'
import { createSignal, For, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, SelectField } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { ClaimCodeList } from './claim-code-list.tsx'
import './pupils.css'
import { type OwnSchool, SchoolPage } from './school-page.tsx'
import { shortDate } from './short-date.ts'

const t = wordsOf(words)

/** Codes for parents: make them for a group or for chosen pupils, print a slip for each, and keep what was handed out. */
export default function CodesPage() {
  return (
    <SchoolPage title={t('codes.title')} text={t('codes.text', { days: claimCodeDays })}>
      {(school) => <Codes school={school} />}
    </SchoolPage>
  )
}

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

function Codes(props: { school: OwnSchool }) {
  const chosen = (new URLSearchParams(location.search).get('leerlingen') ?? '')
    .split(',')
    .filter((id) => uuid.test(id))
    .slice(0, 100)
  const [groups] = createLoaded(
    () => chosen.length === 0 && props.school.id,
    (id) => api<KeptGroupPage>('GET', `/schools/${id}/kept-groups?pageSize=100`),
  )
  const [groupId, setGroupId] = createSignal('')
  const [renew, setRenew] = createSignal(false)
  const [made, setMade] = createSignal<NewClaimCodes | null>(null)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const make = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy()) return
    const isChosen = chosen.length > 0 || groupId() !== ''
    setErrors(isChosen ? {} : { group: t('codes.noGroup') })
    if (!isChosen) return
    setBusy(true)
    const whom = chosen.length > 0 ? { childIds: chosen } : { groupId: groupId() }
    try {
      setMade(
        await api<NewClaimCodes>('POST', `/schools/${props.school.id}/claim-codes`, {
          ...whom,
          renew: renew(),
        }),
      )
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setErrors({ form: refusalSentence(problem, '') })
    }
    setBusy(false)
  }
  return (
    <>
      <form class="form screen-only" novalidate onSubmit={make}>
        <ErrorSummary title={t('errors')} errors={errors()} />
        <Show
          when={chosen.length === 0}
          fallback={
            <p>{chosen.length === 1 ? t('codes.chosen.one') : t('codes.chosen', { count: chosen.length })}</p>
          }
        >
          <SelectField
            label={t('codes.for')}
            name="group"
            value={groupId()}
            error={errors().group}
            options={[
              { value: '', label: '…' },
              ...(groups.latest?.items ?? []).map(({ id, name, pupils }) => ({
                value: id,
                label: `${name} (${pupils})`,
              })),
            ]}
            onChange={(id) => {
              setGroupId(id)
              setErrors({})
            }}
          />
        </Show>
        <label class="check">
          <input
            type="checkbox"
            checked={renew()}
            onChange={(event) => setRenew(event.currentTarget.checked)}
          />{' '}
          {t('codes.renew')}
        </label>
        <div>
          <button type="submit" class="button button--primary">
            {isBusy() ? t('busy') : t('codes.make')}
          </button>
        </div>
      </form>
      <div aria-live="polite">
        <Show when={made()}>{(codes) => <Made codes={codes()} />}</Show>
      </div>
      <div class="screen-only">
        <Show when={[made()]} keyed>
          <ClaimCodeList schoolId={props.school.id} />
        </Show>
      </div>
    </>
  )
}

/** What was made: a slip for each child, to print and hand out. */
function Made(props: { codes: NewClaimCodes }) {
  const count = () => props.codes.items.length
  // Two of the same first name in a class: only then the last name stands on a slip.
  const nameOn = ({ firstName, lastName }: NewClaimCodes['items'][number]) =>
    props.codes.items.filter((each) => each.firstName === firstName).length > 1
      ? `${firstName} ${lastName}`
      : firstName
  const text = () =>
    count() === 0
      ? t('codes.made.none')
      : count() === 1
        ? t('codes.made.one')
        : t('codes.made', { count: count() })
  return (
    <>
      <Alert tone={count() === 0 ? 'info' : 'ok'}>
        <p>{text()}</p>
        <Show when={props.codes.claimed > 0}>
          <p>{t('codes.claimed', { count: props.codes.claimed })}</p>
        </Show>
        <Show when={props.codes.kept > 0}>
          <p>{t('codes.kept', { count: props.codes.kept })}</p>
        </Show>
      </Alert>
      <Show when={count() > 0}>
        <div class="actions">
          <button type="button" class="button" onClick={() => print()}>
            {t('codes.print')}
          </button>
        </div>
        <ul class="slips">
          <For each={props.codes.items}>
            {(item) => (
              <li class="slip">
                <p>
                  <strong>{t('slip.for', { name: nameOn(item) })}</strong>
                  <Show when={item.group}>{(group) => <> · {group()}</>}</Show>
                </p>
                <p>{t('slip.one')}</p>
                <p>{t('slip.two', { link: item.link.split('?')[0]?.replace(/^https?:\/\//, '') ?? '' })}</p>
                <p>
                  <span class="visually-hidden">{t('slip.code')}: </span>
                  <span class="slip__code">{item.code}</span>
                </p>
                <p>{t('slip.three', { date: shortDate(item.expiresAt) })}</p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}
