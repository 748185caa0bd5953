import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, SelectField } from '../ui/fields.tsx'
import { loadHolidays } from './holidays.ts'
import { emptyOffering, errorsOf, inputOf, type OfferingDraft } from './offering-draft.ts'
import { OfferingFields } from './offering-fields.tsx'
import { OfferingSummary } from './offering-summary.tsx'
import { errorTexts, refusedFields } from './refused-fields.ts'
import { emptySeries, type SeriesDraft, seriesErrors, sessionsOf } from './series-draft.ts'
import { SeriesFields } from './series-fields.tsx'

const t = wordsOf(words)

/** A new offering: what it is and when, looked over with all its sessions, then kept as a draft or shown on the portal. */
export function NewOfferingForm() {
  const me = useMe()
  const own = me?.providers ?? []
  const [providerId, setProviderId] = createSignal(
    (own.find(({ status }) => status === 'approved') ?? own[0])?.id ?? '',
  )
  const isApproved = () => own.some(({ id, status }) => id === providerId() && status === 'approved')
  const [draft, setDraft] = createSignal<OfferingDraft>(emptyOffering)
  const [series, setSeries] = createSignal<SeriesDraft>(emptySeries)
  const [putBack, setPutBack] = createSignal<string[]>([])
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isSummary, setSummary] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [holidays] = createLoaded(() => true, loadHolidays)
  const planned = () => sessionsOf(series(), holidays() ?? [], putBack())
  const found = () => errorTexts({ ...errorsOf(draft()), ...seriesErrors(series()) })
  const leave = (name: keyof OfferingDraft) => {
    const { [name]: _, ...rest } = errors()
    const error = draft()[name].length > 0 ? found()[name] : undefined
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const look = (event: SubmitEvent) => {
    event.preventDefault()
    const wrong = found()
    if (Object.keys(wrong).length === 0 && planned().sessions.length === 0)
      wrong.lastDate = t('wrong.noSessions')
    setErrors(wrong)
    if (Object.keys(wrong).length === 0) setSummary(true)
  }
  const save = async (status: 'draft' | 'published') => {
    if (isBusy()) return
    setBusy(true)
    try {
      const made = await api<Offering>('POST', '/offerings', {
        ...inputOf(draft()),
        sessions: planned().sessions,
        status,
        ...(providerId() ? { providerId: providerId() } : {}),
      })
      location.href = `/aanbieder/aanbod/${made.id}`
    } catch (error) {
      setErrors(refusedFields(error))
      setSummary(false)
    }
    setBusy(false)
  }
  return (
    <div class="narrow-form">
      <PageTitle title={t('new')} />
      <h1>{t('new')}</h1>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <Show
        when={!isSummary()}
        fallback={
          <OfferingSummary
            draft={draft()}
            sessions={planned().sessions}
            skipped={planned().skipped}
            isBusy={isBusy()}
            isApproved={isApproved()}
            onPutBack={(date) => setPutBack([...putBack(), date])}
            onSave={save}
            onEdit={() => setSummary(false)}
          />
        }
      >
        <form class="form" novalidate onSubmit={look}>
          <Show when={own.length > 1}>
            <SelectField
              label={t('field.provider')}
              name="provider"
              value={providerId()}
              options={own.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setProviderId}
            />
          </Show>
          <OfferingFields draft={draft()} errors={errors()} isNew onChange={setDraft} onLeave={leave} />
          <SeriesFields series={series()} errors={errors()} onChange={setSeries} />
          <p class="hint">{t('series.holidays')}</p>
          <button type="submit" class="button button--primary">
            {t('check')}
          </button>
        </form>
      </Show>
    </div>
  )
}
