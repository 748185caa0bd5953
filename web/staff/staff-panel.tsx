import type { Invitation, InvitationPage } from '@portal/shared/invitations/invitation.ts'
import type { StaffMember, StaffPage } from '@portal/shared/staff/staff.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { calledOf } from '../invitations/mail-address.ts'
import { type Message, OpenInvitations } from '../invitations/open-invitations.tsx'
import { refusedAct } from '../invitations/refused-invitation.ts'
import { useMe } from '../me.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { InviteColleagueForm } from './invite-colleague-form.tsx'
import { MemberCard } from './member-card.tsx'
import type { Rights } from './rights-fields.tsx'
import { pathsOf, type Workplace } from './workplace.ts'

const t = wordsOf(words)

/** The people of a school, a provider or the team: who works there, who was invited, and (for an owner or the team) a form. */
export function StaffPanel(props: { place: Workplace }) {
  const me = useMe()
  const paths = () => pathsOf(props.place)
  const [staff, { refetch }] = createLoaded(
    () => paths(),
    async ({ staff, invitations }) => {
      const [members, open] = await Promise.all([
        api<StaffPage>('GET', `${staff}?pageSize=100`),
        api<InvitationPage>('GET', `${invitations}?pageSize=100`),
      ])
      return { members, open }
    },
  )
  const [leaving, setLeaving] = createSignal<StaffMember | null>(null)
  const [message, setMessage] = createSignal<Message | null>(null)
  let dialog: HTMLDialogElement | undefined
  let messages: HTMLDivElement | undefined
  const mayKeep = () => {
    const { place } = props
    if (me?.roles.includes('team')) return true
    if (place.kind === 'team') return false
    const own = place.kind === 'school' ? me?.schools : me?.providers
    return own?.some(({ id, isOwner }) => id === place.id && isOwner) ?? false
  }
  const done = (next: Message) => {
    setMessage(next)
    messages?.scrollIntoView({ block: 'center' })
    refetch()
  }
  const nameOf = (member: StaffMember | null) => (member ? calledOf(member, t('family.nobody')) : '')
  const save = async (member: StaffMember, { isOwner, maySeeParticipants }: Rights) => {
    const patch = { isOwner, ...(props.place.kind === 'provider' ? { maySeeParticipants } : {}) }
    try {
      await api('PATCH', `${paths().staff}/${member.id}`, patch)
      // What one may do oneself comes with the page.
      if (member.isMe) location.reload()
      else done({ tone: 'ok', text: t('staff.saved', { name: nameOf(member) }) })
    } catch (error) {
      done({ tone: 'error', text: refusedAct(error, '') })
    }
  }
  const remove = async () => {
    const member = leaving()
    dialog?.close()
    if (!member) return
    const own = member.isMe ? paths().own : null
    try {
      await api('DELETE', own ?? `${paths().staff}/${member.id}`)
      if (member.isMe) location.href = '/'
      else done({ tone: 'ok', text: t('staff.removed', { name: nameOf(member) }) })
    } catch (error) {
      done({ tone: 'error', text: refusedAct(error, '') })
    }
  }
  const asWhat = ({ isOwner, maySeeParticipants }: Invitation) =>
    isOwner ? t('staff.owner') : maySeeParticipants ? t('staff.sees') : t('staff.colleague')
  const placeName = () => props.place.name || t(`staff.place.${props.place.kind}`)
  const isMine = () => leaving()?.isMe ?? false
  return (
    <>
      <div ref={messages} aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
      </div>
      <Switch>
        <Match when={staff.error}>
          <Alert tone="error">{refusedAct(staff.error, '')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!staff.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={staff.latest}>
          {(found) => (
            <>
              <h2>{t('staff.members')}</h2>
              <Show when={found().members.total === 0}>
                <EmptyState title={t('staff.none')}>{t('staff.none.text')}</EmptyState>
              </Show>
              <ul class="members">
                <For each={found().members.items}>
                  {(member) => (
                    <MemberCard
                      member={member}
                      place={props.place}
                      mayKeep={mayKeep()}
                      onSave={(rights) => save(member, rights)}
                      onRemove={() => {
                        setMessage(null)
                        setLeaving(member)
                        dialog?.showModal()
                      }}
                    />
                  )}
                </For>
              </ul>
              <Show when={found().members.total > found().members.items.length}>
                <p>{t('staff.more', { count: found().members.total - found().members.items.length })}</p>
              </Show>
              <Show when={mayKeep() && found().members.total === 1 && found().open.total === 0}>
                <EmptyState title={t('staff.alone')}>{t('staff.alone.text')}</EmptyState>
              </Show>
              <OpenInvitations
                invitations={found().open.items}
                path={paths().invitations}
                mayKeep={mayKeep()}
                asWhat={asWhat}
                onDone={done}
              />
              <Show when={mayKeep()}>
                <InviteColleagueForm
                  place={props.place}
                  isFirst={found().members.total === 0}
                  onSent={(email) => done({ tone: 'ok', text: t('sent', { email }) })}
                />
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <dialog ref={dialog} aria-labelledby="leave-staff">
        <h2 id="leave-staff">
          {isMine() ? t('staff.leave.title') : t('staff.remove.title', { name: nameOf(leaving()) })}
        </h2>
        <p>
          {t(isMine() ? 'staff.leave.text' : 'staff.remove.text', {
            name: nameOf(leaving()),
            place: placeName(),
          })}
        </p>
        <div class="actions">
          <button type="button" class="button button--danger" onClick={remove}>
            {t(isMine() ? 'staff.leave.yes' : 'staff.remove.yes')}
          </button>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {t('cancel')}
          </button>
        </div>
      </dialog>
    </>
  )
}
