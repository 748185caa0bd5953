import type { StaffMember } from '@portal/shared/staff/staff.ts'
import { createSignal, Show } from 'solid-js'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { calledOf } from '../invitations/mail-address.ts'
import { dutchDate } from '../ui/dates.ts'
import { FormActions } from '../ui/form-actions.tsx'
import { type Rights, RightsFields } from './rights-fields.tsx'
import type { Workplace } from './workplace.ts'

const t = wordsOf(words)

/** Somebody who works here: what they may do, and what can be done about it by who looks. */
export function MemberCard(props: {
  member: StaffMember
  place: Workplace
  mayKeep: boolean
  onSave: (rights: Rights) => Promise<void>
  onRemove: () => void
}) {
  const member = () => props.member
  const name = () => calledOf(member(), t('family.nobody'))
  const [isOpen, setOpen] = createSignal(false)
  const [rights, setRights] = createSignal<Rights>({ isOwner: false, maySeeParticipants: false })
  const [isBusy, setBusy] = createSignal(false)
  const open = () => {
    setRights({ isOwner: member().isOwner, maySeeParticipants: member().maySeeParticipants })
    setOpen(true)
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy()) return
    setBusy(true)
    await props.onSave(rights())
    setBusy(false)
    setOpen(false)
  }
  return (
    <li class="member">
      <div class="member__who">
        <strong>{name()}</strong>
        <Show when={member().name && member().email}>
          <span class="muted">{member().email}</span>
        </Show>
        <span class="muted">{t('staff.since', { date: sinceOf(member().since) })}</span>
        <div class="member__tags">
          <Show when={member().isMe}>
            <span class="badge badge--full">{t('staff.me')}</span>
          </Show>
          <Show when={member().isOwner}>
            <span class="badge badge--ok">{t('staff.owner')}</span>
          </Show>
          <Show when={props.place.kind === 'provider' && member().maySeeParticipants}>
            <span class="badge badge--few">{t('staff.sees')}</span>
          </Show>
        </div>
      </div>
      <div class="member__acts">
        <Show when={props.mayKeep && props.place.kind !== 'team' && !isOpen()}>
          <button
            type="button"
            class="text-button"
            aria-label={`${t('staff.change')}: ${name()}`}
            onClick={open}
          >
            {t('staff.change')}
          </button>
        </Show>
        <Show when={props.mayKeep || member().isMe}>
          <button
            type="button"
            class="text-button"
            aria-label={member().isMe ? t('staff.leave') : `${t('staff.remove')}: ${name()}`}
            onClick={() => props.onRemove()}
          >
            {t(member().isMe ? 'staff.leave' : 'staff.remove')}
          </button>
        </Show>
      </div>
      <Show when={isOpen()}>
        <form class="form member__form" aria-label={t('staff.change.of', { name: name() })} onSubmit={save}>
          <RightsFields
            kind={props.place.kind === 'provider' ? 'provider' : 'school'}
            rights={rights()}
            onChange={setRights}
          />
          <FormActions
            submit={isBusy() ? t('busy') : t('staff.save')}
            cancel={t('cancel')}
            onCancel={() => setOpen(false)}
          />
        </form>
      </Show>
    </li>
  )
}

/** A moment as a day with its year. */
export const sinceOf = (moment: string) => `${dutchDate(moment.slice(0, 10))} ${moment.slice(0, 4)}`
