import type { OfferingClashPage } from '@portal/shared/calendar/clash.ts'
import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createMemo, Show } from 'solid-js'
import { api } from '../api.ts'
import { ClashList } from '../clashes/clash-list.tsx'
import words from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'
import { useMe } from '../me.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Children for whom an offering no longer fits; nothing at all as long as there are none. */
export function OfferingClashes(props: { offering: Offering }) {
  const me = useMe()
  const isOwn = () => me?.providers.some(({ id }) => id === props.offering.provider.id) ?? false
  // A memo: a change of the offering is no new question, and so no new look at the children.
  const ownId = createMemo(() => (isOwn() ? props.offering.id : null))
  const [clashes, { refetch }] = createLoaded(ownId, (id) =>
    api<OfferingClashPage>('GET', `/offerings/${id}/clashes?pageSize=100`),
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
