/**
 * Who may come before others on a waiting list, besides who joined first (domain.md, rule 5). A municipality chooses which of them
 * count and in what order; with none of them only the moment of joining counts.
 * - `no-place`: the child has no other place in the weeks in which this offering runs.
 * - `focus-neighbourhood`: a home or the school of the child lies in a neighbourhood where the programme works.
 * - `sibling`: a brother or sister (a child with a guardian in common) has a place in this offering.
 */
export const priorityRules = ['no-place', 'focus-neighbourhood', 'sibling'] as const
export type PriorityRule = (typeof priorityRules)[number]

/** What is true of a child before one offering. */
export type PriorityFacts = Record<PriorityRule, boolean>

/**
 * The class of a child: the place of the first rule that it meets, from 0; after all of them when it meets none. The lowest class
 * comes first. One rule decides, and not how many are met, so that a class can be said in one sentence.
 */
export function priorityClass(rules: readonly PriorityRule[], facts: PriorityFacts): number {
  const met = rules.findIndex((rule) => facts[rule])
  return met === -1 ? rules.length : met
}
