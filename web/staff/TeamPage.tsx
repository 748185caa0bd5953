import type { SchoolPage } from '@portal/shared/schools/school.ts'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { SelectField } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { StaffPanel } from './staff-panel.tsx'

const t = wordsOf(words)

/** The programme team itself, and the way to the colleagues of a school. */
export default function TeamPage() {
  const isTeam = useMe()?.roles.includes('team') ?? false
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={t('staff.team.title')} />
        <h1>{t('staff.team.title')}</h1>
        <Show
          when={isTeam}
          fallback={<Alert tone="error">{refusalSentence({ code: 'not-allowed' }, '')}</Alert>}
        >
          <p class="lead">{t('staff.team.text')}</p>
          <StaffPanel place={{ kind: 'team', name: '' }} />
          <SchoolChoice />
        </Show>
      </div>
    </SignedIn>
  )
}

/** A school that has nobody in the portal yet is reached by its first owner. */
function SchoolChoice() {
  const [schools] = createLoaded(
    () => true,
    () => api<SchoolPage>('GET', '/schools?pageSize=100'),
  )
  return (
    <Show when={schools.latest}>
      {(found) => (
        <section class="box invite" aria-labelledby="school-staff">
          <h2 id="school-staff">{t('staff.schools')}</h2>
          <p>{t('staff.schools.text')}</p>
          <form class="form" method="get" action="/school/collegas">
            <SelectField
              label={t('staff.schools.field')}
              name="school"
              options={found().items.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <div>
              <button type="submit" class="button">
                {t('staff.schools.open')}
              </button>
            </div>
          </form>
        </section>
      )}
    </Show>
  )
}
