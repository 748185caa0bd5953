import { useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { ProgrammeNav } from '../programme/programme-nav.tsx'
import { ProviderNav } from '../provider/provider-nav.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { PlaceChoice } from './place-choice.tsx'
import { StaffPanel } from './staff-panel.tsx'

const t = wordsOf(words)

/** Colleagues of the own organisation; the team opens any by `?aanbieder=`. */
export default function ProviderStaffPage() {
  const me = useMe()
  const [asked] = useSearchParams<{ aanbieder?: string }>()
  const id = () => asked.aanbieder ?? me?.providers[0]?.id
  const name = () => me?.providers.find((each) => each.id === id())?.name ?? ''
  const isOwn = () => !me?.roles.includes('team') || me.providers.some((each) => each.id === id())
  const title = () => t(name() ? 'staff.title.of' : 'staff.title', { name: name() })
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={title()} />
        <Show when={isOwn()} fallback={<ProgrammeNav />}>
          <ProviderNav />
        </Show>
        <h1>{title()}</h1>
        <PlaceChoice
          places={me?.providers ?? []}
          chosen={id()}
          link={(provider) => `/aanbieder/collegas?aanbieder=${provider}`}
        />
        <Show
          when={id()}
          fallback={<Alert tone="error">{refusalSentence({ code: 'not-allowed' }, '')}</Alert>}
        >
          {(known) => (
            <>
              <p class="lead">{t('staff.provider.text')}</p>
              <StaffPanel place={{ kind: 'provider', id: known(), name: name() }} />
            </>
          )}
        </Show>
      </div>
    </SignedIn>
  )
}
