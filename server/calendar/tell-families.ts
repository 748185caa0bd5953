import type { Queryable } from '@portal/db/client.ts'
import type { Touched } from '@portal/shared/calendar/clash.ts'
import type { NoticeKind } from '@portal/shared/notices/notice.ts'
import type { Facts } from '@portal/shared/problem.ts'
import type { Dependencies } from '../app-env.ts'
import { type NewNotice, recordNotices } from '../notices/record-notices.ts'

/** What changed: lessons or days of a school, or something of the child itself. */
export type Changed = 'calendar' | 'child'

const kindOf = (changed: Changed, { refusals }: Touched): NoticeKind => {
  if (changed === 'child') return 'child-changed'
  return refusals.length > 0 ? 'lessons-changed' : 'closure-added'
}

/** What is told of one enrolment: the first thing that stands in the way, else the first day without lessons. */
function factsOf({ offering, refusals, warnings }: Touched, more: number): Facts {
  const said = refusals[0] ?? warnings[0]
  const { sessionId: _, name, ...facts } = said?.facts ?? {}
  return {
    ...facts,
    ...(name === undefined ? {} : { closure: name }),
    activity: offering.title,
    code: said?.code ?? '',
    more,
  }
}

/** What weighs most comes first: an activity that cannot go on like this, then the earliest day. */
const weightOf = ({ refusals, warnings }: Touched) =>
  `${refusals.length > 0 ? 0 : 1} ${(refusals[0] ?? warnings[0])?.facts.date ?? ''}`

/**
 * Records one notice for each child that a change touches, in the transaction of the change: it names one activity, and how many
 * `more` are touched. Pupils without a family have theirs too: whoever claims the child reads it.
 */
export async function tellFamilies(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Queryable,
  touched: readonly Touched[],
  changed: Changed,
  reason: string,
): Promise<void> {
  const byChild = new Map<string, Touched[]>()
  for (const each of touched) byChild.set(each.child.id, [...(byChild.get(each.child.id) ?? []), each])
  const notices = [...byChild].flatMap(([childId, all]): NewNotice[] => {
    const [first] = [...all].sort((one, other) => (weightOf(one) < weightOf(other) ? -1 : 1))
    if (!first) return []
    return [
      {
        kind: kindOf(changed, first),
        childId,
        enrolmentId: first.enrolmentId,
        offeringId: first.offering.id,
        reason,
        facts: factsOf(first, all.length - 1),
      },
    ]
  })
  await recordNotices(deps, tx, notices)
}
