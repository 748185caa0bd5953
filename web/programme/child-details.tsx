import type { MunicipalityChild } from '@portal/shared/programme/municipality-child.ts'
import { For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchFullDate } from '../ui/dates.ts'
import { LoadingBlock } from '../ui/state-blocks.tsx'
import { LoadFailure } from './load-failure.tsx'

const t = wordsOf(words)

/** Of one child: whom to get in touch with, and where it is enrolled. Asked for with the reason of the search. */
export function ChildDetails(props: { id: string; reason: string }) {
  const [child, { refetch }] = createLoaded(
    () => props.id,
    (id) =>
      api<MunicipalityChild>(
        'GET',
        `/municipality-children/${id}?${new URLSearchParams({ reason: props.reason })}`,
      ),
  )
  return (
    <Switch>
      <Match when={child.error}>
        <LoadFailure error={child.error} onAgain={refetch} />
      </Match>
      <Match when={!child.latest}>
        <LoadingBlock label={t('loading')} />
      </Match>
      <Match when={child.latest}>
        {(found) => (
          <>
            <dl class="facts team-facts">
              <dt>{t('child.contact')}</dt>
              <dd class="typed">
                <Show when={found().contact} fallback={t('child.contact.none')}>
                  {(contact) => (
                    <>
                      <Show when={contact().name}>{contact().name}, </Show>
                      <a href={`mailto:${contact().email}`}>{contact().email}</a>
                    </>
                  )}
                </Show>
              </dd>
              <dt>{t('child.guardians')}</dt>
              <dd>{found().guardians}</dd>
              <dt>{t('child.school')}</dt>
              <dd>{found().school?.name ?? t('children.noSchool')}</dd>
              <Show when={found().group}>
                {(group) => (
                  <>
                    <dt>{t('child.group')}</dt>
                    <dd>{group().name}</dd>
                  </>
                )}
              </Show>
              <dt>{t('child.neighbourhood')}</dt>
              <dd>{found().neighbourhood?.name ?? t('child.outside')}</dd>
            </dl>
            <h4>{t('child.enrolments')}</h4>
            <Show when={found().enrolments.length > 0} fallback={<p>{t('child.enrolments.none')}</p>}>
              <ul class="team-rows">
                <For each={found().enrolments}>
                  {(enrolment) => (
                    <li>
                      <span>
                        {enrolment.title}, {enrolment.provider}
                      </span>
                      <span class="muted">
                        {t(`enrolment.${enrolment.status}`)}
                        <Show when={enrolment.firstDate && enrolment.lastDate}>
                          ,{' '}
                          {t('child.period', {
                            from: dutchFullDate(enrolment.firstDate ?? ''),
                            until: dutchFullDate(enrolment.lastDate ?? ''),
                          })}
                        </Show>
                      </span>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  )
}
