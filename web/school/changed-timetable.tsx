import type { Facts } from '@portal/shared/problem.ts'
import type { Timetable } from '@portal/shared/timetables/timetable.ts'
import { createSignal, For, onMount, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/changes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchFullDate, dutchMoment } from '../ui/dates.ts'

const t = wordsOf(words)

/** A colleague changed the timetables meanwhile: who and when; and what stands there now, for whoever looks before going on. */
export function ChangedTimetable(props: {
  schoolId: string
  facts: Facts
  /** Looked at: from then on that is what a change starts from. */
  onLook: (now: Timetable) => void
}) {
  const [now, setNow] = createSignal<Timetable | null>(null)
  const [hasFailed, setFailed] = createSignal(false)
  let box: HTMLElement | undefined
  onMount(() => box?.focus())
  const sentence = () => {
    const { changedAt, changedBy } = props.facts
    if (!changedAt) return t('changed.unknown')
    const when = dutchMoment(String(changedAt))
    return changedBy
      ? t('changed.timetable.by', { name: String(changedBy), when })
      : t('changed.timetable', { when })
  }
  const look = async () => {
    setFailed(false)
    try {
      const found = await api<Timetable>('GET', `/schools/${props.schoolId}/timetable`)
      setNow(found)
      props.onLook(found)
    } catch {
      setFailed(true)
    }
  }
  return (
    <section class="alert alert--warning" tabindex="-1" ref={box} aria-label={t('changed.title')}>
      <strong class="alert__title">{t('changed.title')}</strong>
      <p>{sentence()}</p>
      <p>{t('changed.kept')}</p>
      <Show when={hasFailed()}>
        <p role="alert">{t('failed')}</p>
      </Show>
      <Show
        when={now()}
        fallback={
          <button type="button" class="button" onClick={look}>
            {t('changed.look')}
          </button>
        }
      >
        {(found) => (
          <>
            <h3>{t('changed.now')}</h3>
            <ul>
              <For each={found().versions}>
                {({ validFrom, status }) => (
                  <li>
                    {t(status === 'draft' ? 'changed.timetable.draft' : 'changed.timetable.from', {
                      date: dutchFullDate(validFrom),
                    })}
                  </li>
                )}
              </For>
            </ul>
            <p>{t('changed.continue')}</p>
          </>
        )}
      </Show>
    </section>
  )
}
