import type { ClassPreview } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { Show } from 'solid-js'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchMoment } from '../ui/dates.ts'
import { Alert } from '../ui/state-blocks.tsx'
import { ClassTable } from './class-table.tsx'

const t = wordsOf(words)

/** What enrolling would give, pupil by pupil, and the button that does it. Takes the focus when it appears. */
export function ClassPreviewBox(props: { found: ClassPreview; isBusy: boolean; onEnrol: () => void }) {
  const counts = () => props.found.counts
  const total = () => counts().placed + counts().awaitingConsent + counts().waitlisted
  return (
    <section aria-labelledby="preview" tabindex="-1" ref={(box) => queueMicrotask(() => box.focus())}>
      <h2 id="preview">{t('preview.title')}</h2>
      <Show
        when={!props.found.isNone}
        fallback={
          <Alert tone="warning" title={t('preview.isNone')}>
            {t('preview.isNone.help')}
          </Alert>
        }
      >
        <p>{t('preview.nothing')}</p>
        <Show when={counts().awaitingConsent > counts().familyUnknown}>
          <p>{t('preview.consent', { until: dutchMoment(props.found.consentUntil) })}</p>
        </Show>
      </Show>
      <ClassTable lines={props.found.lines} telling="outcome" />
      <Show when={!props.found.isNone}>
        <Show when={total() > 0} fallback={<Alert tone="info">{t('preview.nobody')}</Alert>}>
          <div class="enrol-confirm">
            <button type="button" class="button button--primary" onClick={() => props.onEnrol()}>
              {props.isBusy ? t('busy') : total() === 1 ? t('enrol.one') : t('enrol', { count: total() })}
            </button>
            <div role="status">
              <Show when={props.isBusy && total() > 50}>
                <p>{t('enrol.many', { count: total() })}</p>
              </Show>
            </div>
          </div>
        </Show>
      </Show>
    </section>
  )
}
