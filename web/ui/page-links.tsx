import { Show } from 'solid-js'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** Previous and next page of a list, as links; nothing when all fits on one page. */
export function PageLinks(props: { page: number; pages: number; link: (page: number) => string }) {
  return (
    <Show when={props.pages > 1}>
      <nav class="pages" aria-label={t('page.nav')}>
        <Show when={props.page > 1}>
          <a class="button" href={props.link(props.page - 1)} rel="prev">
            {t('page.previous')}
          </a>
        </Show>
        <span>{t('page.of', { page: props.page, pages: props.pages })}</span>
        <Show when={props.page < props.pages}>
          <a class="button" href={props.link(props.page + 1)} rel="next">
            {t('page.next')}
          </a>
        </Show>
      </nav>
    </Show>
  )
}
