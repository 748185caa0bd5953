import type { Child } from '@portal/shared/families/child.ts'
import { useParams } from '@solidjs/router'
import { Match, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { refusedAct } from '../invitations/refused-invitation.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import '../invitations/people.css'
import { GuardiansPanel } from './guardians-panel.tsx'

const t = wordsOf(words)

/** The guardians of one child, on a page of their own. */
export default function GuardiansPage() {
  const { id } = useParams()
  const me = useMe()
  const [child] = createLoaded(
    () => (me ? id : undefined),
    (childId) => api<Child>('GET', `/children/${childId}`),
  )
  const title = () => t('family.title', { name: child.latest?.firstName ?? '…' })
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={title()} />
        <h1>{title()}</h1>
        <a class="back" href="/mijn-kinderen">
          {t('family.back')}
        </a>
        <Switch>
          <Match when={child.error}>
            <Alert tone="error">{refusedAct(child.error, '')}</Alert>
          </Match>
          <Match when={!child.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={child.latest}>
            {(found) => (
              <>
                <p class="lead">
                  {t(me?.ownChildId === found().id ? 'family.text.self' : 'family.text', {
                    name: found().firstName,
                  })}
                </p>
                <GuardiansPanel child={found()} />
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}
