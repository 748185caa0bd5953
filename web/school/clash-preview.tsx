import type { TimetableResult } from '@portal/shared/timetables/timetable.ts'
import { createSignal, For, Show } from 'solid-js'
import { ReasonField, wrongReason } from '../clashes/reason-field.tsx'
import words from '../i18n/nl/school.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchTime } from '../ui/dates.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** The enrolments that a timetable would make clash, and the button that publishes it all the same. */
export function ClashPreview(props: {
  result: TimetableResult
  isBusy: boolean
  onPublish: (reason: string) => void
}) {
  const [reason, setReason] = createSignal('')
  const [error, setError] = createSignal<string | undefined>()
  const publish = () => {
    setError(clashes().length > 0 ? wrongReason(reason()) : undefined)
    if (error()) document.getElementById('field-reason')?.focus()
    else props.onPublish(reason().trim())
  }
  const clashes = () => props.result.clashes
  return (
    <>
      <Show when={clashes().length > 0} fallback={<Alert tone="ok">{t('noClashes')}</Alert>}>
        <Alert
          tone="warning"
          title={clashes().length === 1 ? t('clashes.one') : t('clashes', { count: clashes().length })}
        >
          <p>{t('clashes.text')}</p>
          <ul>
            <For each={clashes()}>
              {(clash) => (
                <li>
                  {t(clash.sessions === 1 ? 'clash.once' : 'clash', {
                    name: `${clash.child.firstName} ${clash.child.lastName}`,
                    title: clash.offering.title,
                    date: dutchDay(clash.date),
                    start: dutchTime(clash.startTime),
                    end: dutchTime(clash.lessonsEnd),
                    sessions: clash.sessions,
                  })}
                </li>
              )}
            </For>
          </ul>
        </Alert>
        <ReasonField
          name="reason"
          value={reason()}
          error={error()}
          onType={setReason}
          onLeave={(value) => error() && setError(wrongReason(value))}
        />
      </Show>
      <button type="button" class="button button--primary" onClick={publish}>
        {props.isBusy ? t('busy') : t('publish')}
      </button>
    </>
  )
}
