import type { Acceptance, InvitationPreview } from '@portal/shared/invitations/invitation.ts'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchMoment } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import './people.css'
import { refusedAct } from './refused-invitation.ts'

const t = wordsOf(words)

/** Where the work is to which somebody was invited. */
const homeOf: Record<Acceptance['kind'], string> = {
  guardian: '/mijn-kinderen',
  young: '/mijn-week',
  school: '/school',
  provider: '/aanbieder',
  team: '/gemeente',
}

function textsOf({ kind, about, isOwner, maySeeParticipants }: InvitationPreview): string[] {
  if (isOwner) return [t('invitation.owner.text')]
  if (kind === 'provider' && maySeeParticipants) return [t('invitation.provider.sees')]
  return [t(`invitation.${kind}.text`, { about })]
}

const isGone = (error: unknown) =>
  error instanceof ApiProblem && ['invitation-invalid', 'invalid-input'].includes(error.problem.code)

/** The mark that hides a part of the address holds on to the rest of it. */
const whole = (email: string) => email.replace('…', '…\u2060')

/** Reads and accepts an invitation: by a button, because mail scanners open links but press nothing. */
export default function InvitationPage() {
  const me = useMe()
  const token = new URLSearchParams(location.search).get('token') ?? ''
  const [preview, { refetch }] = createLoaded(
    () => true,
    () => api<InvitationPreview>('POST', '/invitations/previews', { token }),
  )
  const [failure, setFailure] = createSignal('')
  const [gone, setGone] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const act = async (work: () => Promise<void>) => {
    if (isBusy()) return
    setBusy(true)
    setFailure('')
    try {
      await work()
    } catch (error) {
      if (isGone(error)) setGone(true)
      else setFailure(refusedAct(error, preview()?.about ?? ''))
      setBusy(false)
    }
  }
  const accept = () =>
    act(async () => {
      const { kind } = await api<Acceptance>('POST', '/invitations/acceptances', { token })
      // Who is signed in comes with a page, so this is a new one; the link goes from the history.
      location.replace(homeOf[kind])
    })
  const signOut = () =>
    act(async () => {
      await api('DELETE', '/sessions/current')
      location.reload()
    })
  return (
    <div class="wrap narrow">
      <PageTitle title={t('invitation.title')} />
      <Switch>
        <Match when={gone() || isGone(preview.error)}>
          <h1>{t('invitation.gone')}</h1>
          <p role="alert">{t('invitation.gone.text')}</p>
          <a class="button button--primary" href={me ? '/' : '/inloggen'}>
            {t(me ? 'invitation.home' : 'invitation.signIn')}
          </a>
        </Match>
        <Match when={preview.error}>
          <h1>{t('invitation.title')}</h1>
          <Alert tone="error">{refusedAct(preview.error, '')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!preview.latest}>
          <h1>{t('invitation.title')}</h1>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={preview.latest}>
          {(found) => (
            <>
              <h1>{t(`invitation.${found().kind}`, { about: found().about })}</h1>
              <p class="lead">
                {found().invitedBy
                  ? t('invitation.from', { name: found().invitedBy })
                  : t('invitation.from.nobody')}{' '}
                {textsOf(found()).join(' ')}
              </p>
              <div aria-live="polite">
                <Show when={failure()}>
                  <Alert tone="error">{failure()}</Alert>
                </Show>
              </div>
              <Show
                when={found().reader !== 'somebody-else'}
                fallback={
                  <>
                    <Alert tone="warning" title={t('invitation.other.title')}>
                      {t('invitation.other', { email: whole(found().email) })}
                    </Alert>
                    <button type="button" class="button button--primary" onClick={signOut}>
                      {isBusy() ? t('busy') : t('invitation.other.button')}
                    </button>
                  </>
                }
              >
                <p>
                  {t(found().reader === 'invited' ? 'invitation.invited' : 'invitation.nobody', {
                    email: whole(found().email),
                  })}
                </p>
                <button type="button" class="button button--primary" onClick={accept}>
                  {isBusy() ? t('busy') : t('invitation.accept')}
                </button>
                <p class="invite muted">
                  {t('invitation.until', { moment: dutchMoment(found().expiresAt) })} {t('invitation.wrong')}
                </p>
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}
