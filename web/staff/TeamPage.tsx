import { Show } from 'solid-js'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { ProgrammeNav } from '../programme/programme-nav.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { StaffPanel } from './staff-panel.tsx'

const t = wordsOf(words)

/** The programme team itself. */
export default function TeamPage() {
  const isTeam = useMe()?.roles.includes('team') ?? false
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={t('staff.team.title')} />
        <Show when={isTeam}>
          <ProgrammeNav />
        </Show>
        <h1>{t('staff.team.title')}</h1>
        <Show
          when={isTeam}
          fallback={<Alert tone="error">{refusalSentence({ code: 'not-allowed' }, '')}</Alert>}
        >
          <p class="lead">{t('staff.team.text')}</p>
          <StaffPanel place={{ kind: 'team', name: '' }} />
        </Show>
      </div>
    </SignedIn>
  )
}
