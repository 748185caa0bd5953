import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { useLocation } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { PlaceChoice } from '../staff/place-choice.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { chosenSchool } from './chosen-school.ts'
import { SchoolNav } from './school-nav.tsx'

export type OwnSchool = Me['schools'][number]

/** A page of the own school: heading, parts, and what it is about; somebody without a school is told so. */
export function SchoolPage(props: {
  title: string
  text?: string
  isNarrow?: boolean
  children: (school: OwnSchool) => JSX.Element
}) {
  const me = useMe()
  const location = useLocation()
  const chosen = () => chosenSchool(me, location.search)
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={props.title} />
        <h1>{props.title}</h1>
        <Show
          when={chosen()}
          keyed
          fallback={<Alert tone="error">{refusalSentence({ code: 'not-allowed' }, '')}</Alert>}
        >
          {(school) => (
            <>
              <SchoolNav />
              <PlaceChoice
                places={me?.schools ?? []}
                chosen={school.id}
                link={(id) => `${location.pathname}?school=${id}`}
              />
              <Show when={props.text}>
                <p class="lead screen-only">{props.text}</p>
              </Show>
              {props.children(school)}
            </>
          )}
        </Show>
      </div>
    </SignedIn>
  )
}
