import { useIsRouting, useLocation } from '@solidjs/router'
import { createEffect } from 'solid-js'

/**
 * After a step to another page the focus goes to its heading, as it would when a page is loaded: a screen reader then tells
 * where one is, and Tab goes on from there. A change of filters is no other page.
 */
export function focusNewPage(): void {
  const location = useLocation()
  const isRouting = useIsRouting()
  let shown = location.pathname
  createEffect(() => {
    if (isRouting() || location.pathname === shown) return
    shown = location.pathname
    focusHeading(document.querySelector('main h1'), 20)
  })
}

/** The address changes a moment before the page stands: waits for another heading than the old one, at most so many frames. */
function focusHeading(old: Element | null, frames: number): void {
  requestAnimationFrame(() => {
    const heading = document.querySelector<HTMLElement>('main h1')
    if ((!heading || heading === old) && frames > 0) return focusHeading(old, frames - 1)
    const place = heading ?? document.querySelector<HTMLElement>('main')
    place?.setAttribute('tabindex', '-1')
    place?.focus({ preventScroll: true })
  })
}
