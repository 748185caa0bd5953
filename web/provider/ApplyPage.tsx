import { createSignal, For, onMount, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/organisation.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { emptyOrganisation, inputOf, type OrganisationDraft } from './organisation-draft.ts'
import { OrganisationFacts } from './organisation-facts.tsx'
import { errorText, errorTexts, OrganisationFields, refusedOrganisation } from './organisation-fields.tsx'
import './organisation.css'

const t = wordsOf(words)

/** An organisation applies: what it is and how it goes, the form, and all of it once more before it is sent. */
export default function ApplyPage() {
  const me = useMe()
  return (
    <div class="wrap narrow">
      <PageTitle title={t('apply.title')} description={t('apply.lead')} />
      <h1>{t('apply.title')}</h1>
      <p class="lead">{t('apply.lead')}</p>
      <h2>{t('apply.steps')}</h2>
      <ol class="steps steps--short">
        <For each={[1, 2, 3] as const}>{(step) => <li>{t(`apply.step.${step}`)}</li>}</For>
      </ol>
      <Show
        when={me}
        fallback={
          <>
            <p>{t('apply.signIn')}</p>
            <a class="button button--primary" href="/inloggen?next=/aanbieder-worden">
              {t('apply.signIn.button')}
            </a>
          </>
        }
      >
        {(signedIn) => <ApplyForm name={signedIn().name} email={signedIn().email} />}
      </Show>
    </div>
  )
}

function ApplyForm(props: { name: string; email: string }) {
  const [draft, setDraft] = createSignal<OrganisationDraft>({
    ...emptyOrganisation,
    contactName: props.name,
    email: props.email,
  })
  const [agrees, setAgrees] = createSignal(false)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isSummary, setSummary] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const keepError = (name: string, error: string) => {
    const { [name]: _, ...rest } = errors()
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const look = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { ...errorTexts(draft()), ...(agrees() ? {} : { agrees: t('wrong.agrees') }) }
    setErrors(found)
    setSummary(Object.keys(found).length === 0)
  }
  const send = async () => {
    if (isBusy()) return
    setBusy(true)
    try {
      await api('POST', '/providers', { ...inputOf(draft()), agreesToSafetyCode: true })
      // A page anew: the header knows from then on that somebody belongs to an organisation.
      location.href = '/aanbieder/gegevens'
    } catch (error) {
      setErrors(refusedOrganisation(error))
      setSummary(false)
      setBusy(false)
    }
  }
  return (
    <>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <Show
        when={!isSummary()}
        fallback={
          <Summary draft={draft()} isBusy={isBusy()} onSend={send} onEdit={() => setSummary(false)} />
        }
      >
        <form class="form" novalidate onSubmit={look}>
          <OrganisationFields
            draft={draft()}
            errors={errors()}
            onType={(name, value) => setDraft({ ...draft(), [name]: value })}
            onLeave={(name, value) => keepError(name, value ? errorText(name, value) : '')}
          />
          <fieldset class="field check-list" classList={{ 'field--wrong': Boolean(errors().agrees) }}>
            <legend>{t('agrees')}</legend>
            <SafetyCode />
            <Show when={errors().agrees}>
              <p class="field__error" id="field-agrees-error">
                {errors().agrees}
              </p>
            </Show>
            <label class="check">
              <input
                type="checkbox"
                id="field-agrees"
                checked={agrees()}
                aria-describedby={errors().agrees ? 'field-agrees-error' : undefined}
                onChange={(event) => {
                  setAgrees(event.currentTarget.checked)
                  if (event.currentTarget.checked) keepError('agrees', '')
                }}
              />{' '}
              {t('agrees.yes')}
            </label>
          </fieldset>
          <button type="submit" class="button button--primary">
            {t('apply.check')}
          </button>
        </form>
      </Show>
    </>
  )
}

const SafetyCode = () => (
  <details class="folded">
    <summary>{t('code')}</summary>
    <ol>
      <For each={[1, 2, 3, 4, 5] as const}>{(rule) => <li>{t(`code.${rule}`)}</li>}</For>
    </ol>
  </details>
)

function Summary(props: {
  draft: OrganisationDraft
  isBusy: boolean
  onSend: () => void
  onEdit: () => void
}) {
  let heading: HTMLHeadingElement | undefined
  onMount(() => heading?.focus())
  return (
    <section class="box" aria-labelledby="apply-summary">
      <h2 id="apply-summary" ref={heading} tabindex="-1">
        {t('apply.summary')}
      </h2>
      <OrganisationFacts organisation={props.draft}>
        <dt>{t('safetyCode')}</dt>
        <dd>{t('agrees.yes')}</dd>
      </OrganisationFacts>
      <div class="actions">
        <button type="button" class="button button--primary" onClick={() => props.onSend()}>
          {props.isBusy ? t('busy') : t('apply.send')}
        </button>
        <button type="button" class="button" onClick={() => props.onEdit()}>
          {t('apply.edit')}
        </button>
      </div>
    </section>
  )
}
