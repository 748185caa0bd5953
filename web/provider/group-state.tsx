import { dayToDecide, groupState } from '@portal/shared/catalogue/minimum-group.ts'
import type { Offering, OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import { Match, Show, Switch } from 'solid-js'
import words from '../i18n/nl/changes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDate, plusDays, today } from '../ui/dates.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import './changes.css'
import { createOfferingChange } from './create-offering-change.ts'

const t = wordsOf(words)

/** How it stands to its minimum group, and the numbers and dates that a sentence needs. "Before" is the day after the last to decide. */
function standing(offering: OfferingSummary) {
  const decideOn = dayToDecide(offering)
  return {
    state: groupState(offering, today()),
    values: {
      minimum: offering.minimumGroup ?? 0,
      taken: offering.taken,
      date: decideOn ? dutchDate(decideOn) : '',
    },
  }
}

/** When it is at risk: the day by which is to be decided, the first session at the latest. */
const decideBefore = (offering: OfferingSummary) => dutchDate(offering.firstDate ?? plusDays(today(), 1))

/** In the list of offerings: only when there is something to decide. */
export function GroupLine(props: { offering: OfferingSummary }) {
  const now = () => standing(props.offering)
  return (
    <Show when={now().state === 'at-risk'}>
      <span class="badge badge--few">
        {t('group.risk.line', { ...now().values, date: decideBefore(props.offering) })}
      </span>
    </Show>
  )
}

/** On the page of an offering: how many come and are needed; when too few do, the decision to run anyway. */
export function GroupState(props: { offering: Offering; onSaved: (offering: Offering) => void }) {
  const change = createOfferingChange(
    () => props.offering,
    (saved) => props.onSaved(saved),
  )
  const now = () => standing(props.offering)
  return (
    <Show when={now().state !== 'none'}>
      <section class="group-state" aria-labelledby="group-state">
        <h2 id="group-state">{t('group.title')}</h2>
        <ChangedMeanwhile change={change} onTake={(offering) => props.onSaved(offering)} />
        <ErrorSummary title={t('errors')} errors={change.errors()} />
        <Switch>
          <Match when={now().state === 'at-risk'}>
            <Alert tone="warning" title={t('group.risk', now().values)}>
              <p>{t('group.risk.text', { date: decideBefore(props.offering) })}</p>
              <button type="button" class="button" onClick={() => change.keep({ runsAnyway: true })}>
                {change.isBusy() ? t('busy') : t('group.runAnyway')}
              </button>
            </Alert>
          </Match>
          <Match when={now().state === 'gathering'}>
            <p>{t(now().values.date ? 'group.gathering' : 'group.gathering.open', now().values)}</p>
          </Match>
          <Match when={now().values.taken < now().values.minimum}>
            <p>{t('group.runs', now().values)}</p>
          </Match>
          <Match when={now().state === 'enough'}>
            <p>{t('group.enough', now().values)}</p>
          </Match>
        </Switch>
      </section>
    </Show>
  )
}
