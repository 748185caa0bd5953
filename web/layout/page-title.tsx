import { createEffect } from 'solid-js'
import { isServer } from 'solid-js/web'
import words from '../i18n/nl/public.json'
import { requestLocals } from '../request-locals.ts'

/** Title and description of the page; `status` is the HTTP status when it is rendered by the server. */
export function PageTitle(props: { title: string; description?: string; status?: number }) {
  const full = () => `${props.title} - ${words.brand}`
  if (isServer) {
    const locals = requestLocals()
    if (locals) {
      locals.title = full()
      locals.description = props.description
      if (props.status) locals.status = props.status
    }
  }
  createEffect(() => {
    document.title = full()
  })
  return null
}
