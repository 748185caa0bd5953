import { Show } from 'solid-js'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** Previous and next page of a list that stays where it is; nothing when all fits on one page. */
export function ListPages(props: {
  page: number
  pageSize: number
  total: number
  onPage: (page: number) => void
}) {
  const pages = () => Math.ceil(props.total / props.pageSize)
  return (
    <Show when={pages() > 1}>
      <div class="pages">
        <Show when={props.page > 1}>
          <button type="button" class="button" onClick={() => props.onPage(props.page - 1)}>
            {t('page.previous')}
          </button>
        </Show>
        <span>{t('page.of', { page: props.page, pages: pages() })}</span>
        <Show when={props.page < pages()}>
          <button type="button" class="button" onClick={() => props.onPage(props.page + 1)}>
            {t('page.next')}
          </button>
        </Show>
      </div>
    </Show>
  )
}
