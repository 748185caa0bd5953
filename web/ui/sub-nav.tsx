import { A } from '@solidjs/router'
import { For } from 'solid-js'
import './sub-nav.css'

/** The pages of one part of the site, below its header. The first link stands for the part itself. */
export function SubNav(props: { label: string; links: readonly { href: string; text: string }[] }) {
  return (
    <nav class="sub-nav" aria-label={props.label}>
      <ul>
        <For each={props.links}>
          {(link, index) => (
            <li>
              <A href={link.href} end={index() === 0}>
                {link.text}
              </A>
            </li>
          )}
        </For>
      </ul>
    </nav>
  )
}
