import { ageOn } from '@portal/shared/eligibility/age.ts'
import type { Child } from '@portal/shared/families/child.ts'
import type { FamilyMember, FamilyMemberPage } from '@portal/shared/families/guardian.ts'
import { ages, whyNotAct } from '@portal/shared/families/may-act.ts'
import type { InvitationPage } from '@portal/shared/invitations/invitation.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { calledOf } from '../invitations/mail-address.ts'
import { type Message, OpenInvitations } from '../invitations/open-invitations.tsx'
import { refusedAct } from '../invitations/refused-invitation.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate, today } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { endWords } from './guardian-end.ts'
import { InviteFamilyForm } from './invite-family-form.tsx'

const t = wordsOf(words)

/** Who belongs to a child: the guardians, its own account, and who was invited. For the page of a child. */
export function GuardiansPanel(props: { child: Child }) {
  const path = () => `/children/${props.child.id}`
  const [family, { refetch }] = createLoaded(path, async (child) => {
    const [members, open] = await Promise.all([
      api<FamilyMemberPage>('GET', `${child}/guardians?pageSize=100`),
      api<InvitationPage>('GET', `${child}/invitations?pageSize=100`),
    ])
    return { members, open }
  })
  const [leaving, setLeaving] = createSignal<FamilyMember | null>(null)
  const [message, setMessage] = createSignal<Message | null>(null)
  let dialog: HTMLDialogElement | undefined
  let messages: HTMLDivElement | undefined
  const name = () => props.child.firstName
  const age = () => ageOn(props.child.birthDate, today())
  const members = () => family.latest?.members.items ?? []
  const hasOwnAccount = () => members().some((each) => each.kind === 'young')
  const isSelf = () => props.child.isSelf
  const mayAct = () =>
    whyNotAct({ isGuardian: !isSelf(), isSelf: isSelf(), age: age(), hasOwnAccount: hasOwnAccount() }) ===
    null
  const done = (next: Message) => {
    setMessage(next)
    messages?.scrollIntoView({ block: 'center' })
    refetch()
  }
  const end = async () => {
    const member = leaving()
    dialog?.close()
    if (!member) return
    try {
      await api('DELETE', `${path()}/guardians/${member.accountId}`)
      if (member.isMe) location.href = '/mijn-kinderen'
      else {
        const other = calledOf(member, t('family.nobody'))
        done({ tone: 'ok', text: t('family.removed', { other }) })
      }
    } catch (error) {
      done({ tone: 'error', text: refusedAct(error, name()) })
    }
  }
  const question = () => {
    const member = leaving()
    return member && endWords(member, name())
  }
  return (
    <section aria-labelledby="guardians">
      <h2 id="guardians">{t('family.title')}</h2>
      <p>{t(isSelf() ? 'family.text.self' : 'family.text', { name: name() })}</p>
      <div ref={messages} aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
      </div>
      <Switch>
        <Match when={family.error}>
          <Alert tone="error">{refusedAct(family.error, name())}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!family.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={family.latest}>
          {(found) => (
            <>
              <ul class="members">
                <For each={found().members.items}>
                  {(member) => (
                    <MemberLine
                      member={member}
                      name={name()}
                      onEnd={() => {
                        setMessage(null)
                        setLeaving(member)
                        dialog?.showModal()
                      }}
                    />
                  )}
                </For>
              </ul>
              <OpenInvitations
                invitations={found().open.items}
                path={`${path()}/invitations`}
                mayKeep={mayAct()}
                asWhat={({ kind }) =>
                  t(kind === 'young' ? 'family.young' : 'family.guardian', { name: name() })
                }
                onDone={done}
              />
              <Show when={mayAct()}>
                <InviteFamilyForm
                  childId={props.child.id}
                  firstName={name()}
                  mayInviteYoung={age() >= ages.seesOwnWeek && !hasOwnAccount()}
                  onSent={(email) => done({ tone: 'ok', text: t('sent', { email }) })}
                />
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <dialog ref={dialog} aria-labelledby="end-title">
        <h2 id="end-title">{question()?.title}</h2>
        <For each={question()?.text}>{(line) => <p>{line}</p>}</For>
        <div class="actions">
          <button type="button" class="button button--danger" onClick={end}>
            {question()?.yes}
          </button>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {t('cancel')}
          </button>
        </div>
      </dialog>
    </section>
  )
}

/** One of them, with the button that ends it where the asker may. */
function MemberLine(props: { member: FamilyMember; name: string; onEnd: () => void }) {
  const member = () => props.member
  const called = () => calledOf(member(), t('family.nobody'))
  const button = () => endWords(member(), props.name).button
  return (
    <li class="member">
      <div class="member__who">
        <strong>{called()}</strong>
        <Show when={member().name && member().email}>
          <span class="muted">{member().email}</span>
        </Show>
        <span class="muted">
          {t(member().kind === 'young' ? 'family.young' : 'family.guardian', { name: props.name })}
          <Show when={member().since}>
            {(since) => (
              <>
                , {t('family.since', { date: `${dutchDate(since().slice(0, 10))} ${since().slice(0, 4)}` })}
              </>
            )}
          </Show>
        </span>
        <Show when={member().isMe}>
          <div class="member__tags">
            <span class="badge badge--full">{t('staff.me')}</span>
          </div>
        </Show>
        <Show when={member().isMe && member().refusal === 'last-guardian'}>
          <p class="hint">{t('family.last', { name: props.name })}</p>
        </Show>
      </div>
      <Show when={member().refusal === null}>
        <div class="member__acts">
          <button
            type="button"
            class="text-button"
            aria-label={member().isMe ? button() : `${button()}: ${called()}`}
            onClick={() => props.onEnd()}
          >
            {button()}
          </button>
        </div>
      </Show>
    </li>
  )
}
