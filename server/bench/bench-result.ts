/** One ratio within one run, and what it has to reach. `figures` are printed beside it: per second, milliseconds, counts. */
export type Measure = {
  name: string
  ratio: number
  target: { atLeast: number } | { atMost: number }
  figures: Record<string, number>
}

/** `broken`: what went wrong besides speed (overbooked, answers of 500 and above); must be empty. */
export type BenchResult = { title: string; measures: Measure[]; broken: string[] }

/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}

/** The value below which a share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Whether a measure reaches its target. */
export const reaches = ({ ratio, target }: Measure): boolean =>
  'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost
