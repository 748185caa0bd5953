import type { WeekDay as Day } from '@portal/shared/families/child.ts'
import { For, Show } from 'solid-js'
import words from '../i18n/nl/account.json'
import changes from '../i18n/nl/changes.json'
import clashes from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDate, dutchTime, weekdayName } from '../ui/dates.ts'
import { type DaySlot, daySlots } from './day-slots.ts'

const t = wordsOf(words)
const c = wordsOf(clashes)
const offs = wordsOf(changes)
/** Shorter free time is a break between two things, not time for something: it has its room but no words. */
const worthSaying = 45

/** One day of the week: a column on a wide screen, in which lengths are times; a list on a phone. */
export function WeekDay(props: { day: Day; hours: { from: string; until: string }; isToday: boolean }) {
  return (
    <li class="day" classList={{ 'day--today': props.isToday }}>
      <h2>
        {weekdayName(props.day.date)} <span class="day__date">{dutchDate(props.day.date)}</span>
        <Show when={props.isToday}>
          {' '}
          <span class="day__today">{t('week.today')}</span>
        </Show>
      </h2>
      <Show when={props.day.closure}>{(closure) => <p class="day__closure">{closure().name}</p>}</Show>
      <For each={props.day.cancelled}>
        {(off) => (
          <p class="day__off">
            <s>
              <a href={`/aanbod/${off.offeringId}`}>{off.title}</a> {dutchTime(off.startTime)} -{' '}
              {dutchTime(off.endTime)}
            </s>{' '}
            <strong>{offs('week.off')}</strong>
          </p>
        )}
      </For>
      <For each={daySlots(props.day, props.hours)}>
        {(slot) => <Slot slot={slot} hours={props.hours} lessons={props.day.lessons} />}
      </For>
    </li>
  )
}

function Slot(props: { slot: DaySlot; hours: { from: string; until: string }; lessons: Day['lessons'] }) {
  const isDuringLessons = () =>
    props.lessons.some(({ startTime, endTime }) => startTime < props.slot.end && props.slot.start < endTime)
  const times = () => `${dutchTime(props.slot.start)} - ${dutchTime(props.slot.end)}`
  const freeText = () => {
    const isLast = props.slot.end === props.hours.until
    if (isLast && props.slot.start === props.hours.from) return t('week.free')
    if (isLast) return t('week.freeFrom', { start: dutchTime(props.slot.start) })
    return `${t('week.free')} ${times()}`
  }
  const isSilent = () => props.slot.kind === 'free' && props.slot.minutes < worthSaying
  return (
    <div
      class={`slot slot--${props.slot.kind}`}
      classList={{ 'slot--silent': isSilent() }}
      style={{ '--minutes': String(props.slot.minutes) }}
      aria-hidden={isSilent() ? 'true' : undefined}
    >
      <Show when={props.slot.kind === 'activity' ? props.slot.activity : null}>
        {(activity) => (
          <>
            <a href={`/aanbod/${activity().offeringId}`}>
              <strong>{activity().title}</strong>
            </a>
            <span>{times()}</span>
            <span>{activity().place}</span>
            <Show when={isDuringLessons()}>
              <strong>{c('week.clash')}</strong>
            </Show>
            <Show when={activity().status === 'offered'}>
              <strong>{t('week.offered')}</strong>
            </Show>
          </>
        )}
      </Show>
      <Show when={props.slot.kind !== 'activity' && !isSilent()}>
        <span>{props.slot.kind === 'lesson' ? `${t('week.lesson')} ${times()}` : freeText()}</span>
      </Show>
    </div>
  )
}
