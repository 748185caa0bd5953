import { ageOn } from '@portal/shared/eligibility/age.ts'
import type { Child } from '@portal/shared/families/child.ts'
import { ages } from '@portal/shared/families/may-act.ts'
import { Show } from 'solid-js'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { today } from '../ui/dates.ts'

const t = wordsOf(words)

/** Whether the young person has an account of their own, and who then does what. Nothing for a child under 12. */
export function OwnAccount(props: { child: Child }) {
  const text = () => {
    const { isSelf, hasOwnAccount, whyNotAct, birthDate, firstName: name } = props.child
    if (isSelf) return t(whyNotAct ? 'account.self.looks' : 'account.self.acts')
    if (hasOwnAccount) return t(whyNotAct ? 'account.acts' : 'account.looks', { name })
    return ageOn(birthDate, today()) >= ages.seesOwnWeek ? t('account.can', { name }) : ''
  }
  return (
    <Show when={text()}>
      <section class="box" aria-labelledby="own-account">
        <h2 id="own-account">{t('account')}</h2>
        <p>{text()}</p>
      </section>
    </Show>
  )
}
