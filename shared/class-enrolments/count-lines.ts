import type { ClassCounts, ClassLine } from './class-enrolment.ts'

/** How many pupils have which outcome. */
export function countLines(lines: readonly Pick<ClassLine, 'outcome' | 'isFamilyKnown'>[]): ClassCounts {
  const of = (outcome: ClassLine['outcome']) => lines.filter((line) => line.outcome === outcome).length
  return {
    placed: of('placed'),
    awaitingConsent: of('awaiting_consent'),
    waitlisted: of('waitlisted'),
    existing: of('existing'),
    refused: of('refused'),
    familyUnknown: lines.filter((line) => line.outcome === 'awaiting_consent' && !line.isFamilyKnown).length,
  }
}
