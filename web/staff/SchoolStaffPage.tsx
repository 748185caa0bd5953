import type { School } from '@portal/shared/schools/school.ts'
import { useSearchParams } from '@solidjs/router'
import { Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { ProgrammeNav } from '../programme/programme-nav.tsx'
import { chosenSchool } from '../school/chosen-school.ts'
import { SchoolNav } from '../school/school-nav.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { PlaceChoice } from './place-choice.tsx'
import { StaffPanel } from './staff-panel.tsx'

const t = wordsOf(words)

/** Colleagues of the own school; the team opens any school by `?school=`. */
export default function SchoolStaffPage() {
  const me = useMe()
  const [asked] = useSearchParams<{ school?: string }>()
  const id = () => {
    const own = chosenSchool(me, asked.school ? `?school=${asked.school}` : '')
    return asked.school ?? own?.id
  }
  const isOwn = () => me?.schools.some((each) => each.id === id()) ?? false
  const [school] = createLoaded(id, (schoolId) => api<School>('GET', `/schools/${schoolId}`))
  const title = () => t(school.latest ? 'staff.title.of' : 'staff.title', { name: school.latest?.name ?? '' })
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={title()} />
        <Show when={me?.roles.includes('team') && !isOwn()}>
          <ProgrammeNav />
        </Show>
        <h1>{title()}</h1>
        <Show when={isOwn()}>
          <SchoolNav />
        </Show>
        <PlaceChoice
          places={me?.schools ?? []}
          chosen={id()}
          link={(school) => `/school/collegas?school=${school}`}
        />
        <Switch>
          <Match when={!id() || school.error}>
            <Alert tone="error">{refusalSentence({ code: 'not-allowed' }, '')}</Alert>
          </Match>
          <Match when={!school.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={school.latest}>
            {(found) => (
              <>
                <p class="lead">{t('staff.school.text')}</p>
                <StaffPanel place={{ kind: 'school', id: found().id, name: found().name }} />
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}
