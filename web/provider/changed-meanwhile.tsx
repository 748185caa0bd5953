import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { For, onMount, Show } from 'solid-js'
import words from '../i18n/nl/changes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchMoment, dutchTime } from '../ui/dates.ts'
import type { OfferingChange } from './create-offering-change.ts'

const t = wordsOf(words)

const group: Record<string, 'sessions' | 'place' | 'capacity' | 'text' | 'status' | 'minimum'> = {
  sessions: 'sessions',
  placeName: 'place',
  postcode: 'place',
  capacity: 'capacity',
  title: 'text',
  summary: 'text',
  description: 'text',
  status: 'status',
  minimumGroup: 'minimum',
  decideBy: 'minimum',
  runsAnyway: 'minimum',
}

/** The fields of the API that changed, in words, each once. */
const whatText = (fields: string) =>
  [...new Set(fields.split(',').map((field) => t(`what.${group[field] ?? 'other'}`)))].join(', ')

/** Somebody else changed it: who, what and when; and how it stands now, for whoever wants to look before going on. */
export function ChangedMeanwhile(props: { change: OfferingChange; onTake: (offering: Offering) => void }) {
  const facts = () => props.change.changed()
  const sentence = () => {
    const { changedBy, changedAt, fields } = facts() ?? {}
    if (!changedAt) return t('changed.unknown')
    const values = { what: whatText(String(fields ?? '')), when: dutchMoment(String(changedAt)) }
    return changedBy ? t('changed.by', { ...values, name: String(changedBy) }) : t('changed.by.none', values)
  }
  return (
    <Show when={facts()}>
      <Notice>
        <strong class="alert__title">{t('changed.title')}</strong>
        <p>{sentence()}</p>
        <p>{t('changed.kept')}</p>
        <Show
          when={props.change.seen()}
          fallback={
            <button type="button" class="button" onClick={() => props.change.look()}>
              {t('changed.look')}
            </button>
          }
        >
          {(now) => (
            <>
              <h3>{t('changed.now')}</h3>
              <p>
                <strong>{now().title}</strong>, {now().place.name}
              </p>
              <ul class="sessions">
                <For each={now().sessions}>
                  {(session) => (
                    <li classList={{ sessions__off: session.cancelled }}>
                      {dutchDay(session.date)}{' '}
                      <span class="nowrap">
                        {dutchTime(session.startTime)} - {dutchTime(session.endTime)} uur
                      </span>
                    </li>
                  )}
                </For>
              </ul>
              <p>{t('changed.continue')}</p>
              <button type="button" class="button" onClick={() => props.onTake(now())}>
                {t('changed.again')}
              </button>
            </>
          )}
        </Show>
      </Notice>
    </Show>
  )
}

/** Takes the focus when it appears, so that it is heard. */
function Notice(props: { children: import('solid-js').JSX.Element }) {
  let box: HTMLElement | undefined
  onMount(() => box?.focus())
  return (
    <section class="alert alert--warning" tabindex="-1" ref={box} aria-label={t('changed.title')}>
      {props.children}
    </section>
  )
}
