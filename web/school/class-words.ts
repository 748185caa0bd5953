import type {
  ClassCounts,
  ClassEnrolment,
  ClassLine,
} from '@portal/shared/class-enrolments/class-enrolment.ts'
import { csvFile } from '@portal/shared/class-enrolments/csv-line.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** What is told: what would happen, what happened, or what would have happened when it was all or none, and none. */
export type Telling = 'outcome' | 'did' | 'none'

export const outcomeText = (outcome: ClassLine['outcome'], telling: Telling): string =>
  t(`${telling}.${outcome}`)

export const nameOf = (line: Pick<ClassLine, 'firstName' | 'lastName' | 'isPupil'>): string =>
  line.isPupil ? `${line.firstName} ${line.lastName}` : t('line.left')

/** Sentences that explain an outcome: every reason why not, by how many minutes, and whom to ask. */
export function whyText(line: ClassLine): string[] {
  const why = line.refusals.flatMap((refusal) => {
    const { minutes, otherTitle } = refusal.facts
    if (refusal.code === 'session-clash' && otherTitle === undefined)
      return [t('line.clash', { name: line.firstName })]
    const isOverlap = refusal.code === 'lesson-clash' || refusal.code === 'session-clash'
    const sentence = refusalSentence(refusal, line.firstName)
    return isOverlap && typeof minutes === 'number' ? [sentence, t('line.minutes', { minutes })] : [sentence]
  })
  if (line.outcome === 'waitlisted' && line.position !== null)
    why.push(t('line.position', { position: line.position }))
  if (line.outcome === 'awaiting_consent') why.push(t(line.isFamilyKnown ? 'line.asked' : 'line.noFamily'))
  return why
}

/** How it stands now, where that is another thing than what the run did. */
export const nowText = (line: ClassLine): string =>
  line.status === null || line.status === line.outcome ? '' : t(`now.${line.status}`)

const counted = ['placed', 'awaitingConsent', 'waitlisted', 'existing', 'refused'] as const

/** "24 met een plek, 3 wachten op een ouder" */
export function summaryText(counts: ClassCounts): string {
  const parts = counted
    .filter((key) => counts[key] > 0)
    .map((key) => t(`count.${key}`, { count: counts[key] }))
  return parts.length > 0 ? parts.join(', ') : t('count.nobody')
}

/** The order in which outcomes are read: what asks for attention first. */
export const outcomeOrder = ['refused', 'awaiting_consent', 'waitlisted', 'placed', 'existing'] as const

/** The result as a file for a spreadsheet. */
export const resultFile = ({ lines, isNone }: Pick<ClassEnrolment, 'lines' | 'isNone'>): string =>
  csvFile([
    [
      t('column.pupil'),
      t('column.group'),
      t('column.outcome'),
      t('column.why'),
      t('column.now'),
      t('column.code'),
    ],
    ...lines.map((line) => [
      nameOf(line),
      line.group,
      outcomeText(line.outcome, isNone ? 'none' : 'did'),
      whyText(line).join(' '),
      line.status === null ? '' : t(`now.${line.status}`),
      t(line.isFamilyKnown ? 'line.yes' : 'line.no'),
    ]),
  ])
