import type { OfferingClashPage } from '@portal/shared/calendar/clash.ts'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { ClashList } from '../clashes/clash-list.tsx'
import words from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Children for whom an offering no longer fits; nothing at all as long as there are none. */
export function OfferingClashes(props: { offeringId: string }) {
  const [clashes, { refetch }] = createLoaded(
    () => props.offeringId,
    (id) => api<OfferingClashPage>('GET', `/offerings/${id}/clashes?pageSize=100`),
  )
  return (
    <>
      <Show when={clashes.error}>
        <Alert tone="error">{t('failed')}</Alert>
        <button type="button" class="button" onClick={refetch}>
          {t('again')}
        </button>
      </Show>
      <Show when={(clashes.latest?.total ?? 0) > 0 && clashes.latest}>
        {(found) => (
          <section aria-labelledby="offering-clashes">
            <h2 id="offering-clashes">
              {t('offering.title')} ({found().total})
            </h2>
            <p>{t('offering.text')}</p>
            <ClashList clashes={found().items} withTitle={false} />
          </section>
        )}
      </Show>
    </>
  )
}
