import type { FamilyMember } from '@portal/shared/families/guardian.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { calledOf } from '../invitations/mail-address.ts'

const t = wordsOf(words)

export type EndWords = { button: string; title: string; text: string[]; yes: string }

/** What ending a link is called, and what it will do; `name` is the child's first name. */
export function endWords(member: FamilyMember, name: string): EndWords {
  if (member.kind === 'young') {
    return {
      button: t('family.account'),
      title: t('family.account.title', { name }),
      text: [t('family.account.text', { name })],
      yes: t('family.account.yes'),
    }
  }
  const other = calledOf(member, t('family.nobody'))
  const which = member.isMe ? 'family.leave' : 'family.remove'
  return {
    button: t(which),
    title: t(`${which}.title`, { name, other }),
    text: [
      t(`${which}.text`, { name, other }),
      ...(member.takesHome ? [t(`${which}.home`, { name, other })] : []),
    ],
    yes: t(`${which}.yes`),
  }
}
