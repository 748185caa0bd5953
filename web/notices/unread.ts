import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { createSignal } from 'solid-js'

/** Only in a browser, and only after something was read there: the server renders many people and keeps nothing of them. */
const [afterReading, setUnread] = createSignal<number | null>(null)

/** How many notices are not seen: as the page came with, until some are read. */
export const unreadOf = (me: Me | null): number => afterReading() ?? me?.unreadNotices ?? 0

export { setUnread }
