import type { MunicipalitySettings } from '@portal/shared/programme/municipality-settings.ts'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/municipality-settings.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { LoadFailure } from './load-failure.tsx'
import './programme.css'
import { ProgrammeNav } from './programme-nav.tsx'
import { SettingsForm } from './settings-form.tsx'

const t = wordsOf(words)

/** What the team settles for its municipality: the time to answer an offered place, and who comes first on a waiting list. */
export default function SettingsPage() {
  const [settings, { refetch, mutate }] = createLoaded(
    () => true,
    () => api<MunicipalitySettings>('GET', '/municipality-settings'),
  )
  const [said, setSaid] = createSignal<'saved' | 'changed' | null>(null)
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('settings.title')} />
        <ProgrammeNav />
        <h1>{t('settings.title')}</h1>
        <p class="lead">{t('settings.lead')}</p>
        <div aria-live="polite">
          <Show when={said()}>
            {(what) => <Alert tone={what() === 'saved' ? 'ok' : 'warning'}>{t(`settings.${what()}`)}</Alert>}
          </Show>
        </div>
        <Switch>
          <Match when={settings.error}>
            <LoadFailure error={settings.error} onAgain={refetch} />
          </Match>
          <Match when={!settings.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={settings.latest}>
            {(found) => (
              // A form anew for every version: what somebody else settled is never sent back unseen.
              <Show when={found().version} keyed>
                <SettingsForm
                  settings={found()}
                  onSaved={(changed) => {
                    setSaid('saved')
                    mutate(changed)
                  }}
                  onChangedMeanwhile={() => {
                    setSaid('changed')
                    refetch()
                  }}
                />
              </Show>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}
