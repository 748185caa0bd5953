import { For, onMount, Show } from 'solid-js'
import words from '../i18n/nl/provider.json'
import publicWords from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchTime } from '../ui/dates.ts'
import { Alert } from '../ui/state-blocks.tsx'
import type { OfferingDraft } from './offering-draft.ts'

const t = wordsOf(words)
const p = wordsOf(publicWords)

/** The last step before an offering is kept: all of it, with every session, and the holidays that were left out. */
export function OfferingSummary(props: {
  draft: OfferingDraft
  sessions: readonly { date: string; startTime: string; endTime: string }[]
  skipped: readonly { date: string; name: string }[]
  isBusy: boolean
  /** The organisation may be public; else it can only be kept. */
  isApproved: boolean
  onPutBack: (date: string) => void
  onSave: (status: 'draft' | 'published') => void
  onEdit: () => void
}) {
  let heading: HTMLHeadingElement | undefined
  onMount(() => heading?.focus())
  return (
    <section class="box" aria-labelledby="offering-summary">
      <h2 id="offering-summary" ref={heading} tabindex="-1">
        {t('summary')}
      </h2>
      <dl class="facts">
        <dt>{t('field.title')}</dt>
        <dd>{props.draft.title}</dd>
        <dt>{t('field.areas')}</dt>
        <dd>{props.draft.areas.map((area) => p(`area.${area}`)).join(', ')}</dd>
        <dt>{t('field.slot')}</dt>
        <dd>{p(`slot.${props.draft.slot}`)}</dd>
        <dt>{t('field.placeName')}</dt>
        <dd>
          {props.draft.placeName}, {props.draft.postcode.toUpperCase()}
        </dd>
        <dt>{t('field.capacity')}</dt>
        <dd>{props.draft.capacity}</dd>
      </dl>
      <h3>
        {props.sessions.length === 1 ? t('sessions.one') : t('sessions', { count: props.sessions.length })}
      </h3>
      <ul class="sessions">
        <For each={props.sessions}>
          {(session) => (
            <li>
              {dutchDay(session.date)}{' '}
              <span class="nowrap">
                {dutchTime(session.startTime)} - {dutchTime(session.endTime)} uur
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.skipped.length > 0}>
        <h3>{t('skipped')}</h3>
        <ul class="skipped">
          <For each={props.skipped}>
            {(day) => (
              <li>
                {dutchDay(day.date)} ({day.name}){' '}
                <button
                  type="button"
                  class="text-button"
                  aria-label={`${t('putBack')}: ${dutchDay(day.date)}`}
                  onClick={() => props.onPutBack(day.date)}
                >
                  {t('putBack')}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={!props.isApproved}>
        <Alert tone="info">{t('summary.notApproved')}</Alert>
      </Show>
      <div class="actions">
        <Show when={props.isApproved}>
          <button type="button" class="button button--primary" onClick={() => props.onSave('published')}>
            {props.isBusy ? t('busy') : t('publish')}
          </button>
        </Show>
        <button
          type="button"
          class="button"
          classList={{ 'button--primary': !props.isApproved }}
          onClick={() => props.onSave('draft')}
        >
          {t('keepDraft')}
        </button>
        <button type="button" class="button" onClick={() => props.onEdit()}>
          {t('editAgain')}
        </button>
      </div>
    </section>
  )
}
