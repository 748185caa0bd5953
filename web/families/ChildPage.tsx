import type { Child } from '@portal/shared/families/child.ts'
import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { SchoolConsentBox } from '../consents/school-consent-box.tsx'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import account from '../i18n/nl/account.json'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { ChangesList } from './changes-list.tsx'
import { ChildDetails } from './child-details.tsx'
import { ChildForm } from './child-form.tsx'
import { ChildPlacesPanel } from './child-places.tsx'
import './families.css'
import { GuardiansPanel } from './guardians-panel.tsx'
import { LooksList } from './looks-list.tsx'
import { OwnAccount } from './own-account.tsx'
import { RemoveChild } from './remove-child.tsx'

const t = wordsOf(words)
const a = wordsOf(account)

/** Everything about one own child, or about oneself: what is known, who is of the family, who saw it, what changed. */
export default function ChildPage() {
  const params = useParams()
  const [child, { mutate, refetch }] = createLoaded(
    () => params.id,
    (id) => api<Child>('GET', `/children/${id}`),
  )
  return (
    <SignedIn>
      <div class="wrap">
        <p>
          <a href="/mijn-kinderen">{t(child.latest?.isSelf ? 'back.self' : 'back')}</a>
        </p>
        <Switch>
          <Match when={child.error instanceof ApiProblem && child.error.problem.code === 'not-found'}>
            <Alert tone="info">{refusalSentence({ code: 'not-found' }, '')}</Alert>
          </Match>
          <Match when={child.error}>
            <Alert tone="error">{a('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {a('again')}
            </button>
          </Match>
          <Match when={!child.latest}>
            <LoadingBlock label={a('loading')} />
          </Match>
          <Match when={child.latest}>{(found) => <Known child={found()} onSaved={mutate} />}</Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

function Known(props: { child: Child; onSaved: (child: Child) => void }) {
  const child = () => props.child
  const [isOpen, setOpen] = createSignal(false)
  const [isSaved, setSaved] = createSignal(false)
  /** How often consent for the school was given or taken back here. */
  const [consents, setConsents] = createSignal(0)
  const navigate = useNavigate()
  /** The list tells it; the navigation of a young person is another one afterwards, so then the page is loaded. */
  const removed = () => {
    if (child().isSelf) location.href = '/mijn-kinderen'
    else navigate('/mijn-kinderen', { state: { removed: child().firstName } })
  }
  const fullName = () => `${child().firstName} ${child().lastName}`
  const save = (changed: Child) => {
    setOpen(false)
    setSaved(true)
    props.onSaved(changed)
  }
  return (
    <>
      <PageTitle title={fullName()} />
      <h1>{fullName()}</h1>
      <div aria-live="polite">
        <Show when={isSaved()}>
          <Alert tone="ok">
            {child().isSelf ? t('self.saved') : a('children.saved', { name: child().firstName })}
          </Alert>
        </Show>
      </div>
      <div class="child-page">
        <div>
          <Show
            when={!isOpen()}
            fallback={<ChildForm child={child()} onSaved={save} onCancel={() => setOpen(false)} />}
          >
            <ChildDetails
              child={child()}
              onChange={() => {
                setSaved(false)
                setOpen(true)
              }}
            />
          </Show>
          <ChildPlacesPanel childId={child().id} />
          <OwnAccount child={child()} />
          <GuardiansPanel child={child()} />
          <SchoolConsentBox child={child()} onChange={() => setConsents(consents() + 1)} />
          <Show when={!child().isSelf && !child().whyNotAct}>
            <SchoolCode />
          </Show>
        </div>
        <div class="child-page__history">
          <LooksList child={child()} />
          {/* A new version of the child is a new line of its history. */}
          <Show when={[child(), consents()] as const} keyed>
            {([version]) => <ChangesList child={version} />}
          </Show>
        </div>
        <Show when={!child().whyNotAct}>
          <section class="box" aria-labelledby="remove">
            <h2 id="remove">{t('remove')}</h2>
            <p>{t(child().isSelf ? 'remove.text.self' : 'remove.text', { name: child().firstName })}</p>
            <RemoveChild child={child()} onRemoved={removed} />
          </section>
        </Show>
      </div>
    </>
  )
}

function SchoolCode() {
  return (
    <section class="box" aria-labelledby="school-code">
      <h2 id="school-code">{t('code')}</h2>
      <p>{t('code.text')}</p>
      <a class="button" href="/code">
        {t('code.button')}
      </a>
    </section>
  )
}
