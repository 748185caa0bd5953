const aMinute = 60_000

/** One round of work; asks now and then whether the process is about to end. */
export type Round = (isStopping: () => boolean) => Promise<unknown>

/**
 * Goes a round now and again every minute after the last one ended (or after as long as `everyMs` says by then); `onFailure` is told of one that fails, and the next one tries
 * again.
 * @returns stops it, and waits for the round under way
 */
export function keepGoingRound(
  work: Round,
  onFailure: (error: unknown) => void,
  everyMs: number | (() => number) = aMinute,
): () => Promise<void> {
  let isStopping = false
  let timer: NodeJS.Timeout | undefined
  const round = async (): Promise<void> => {
    await work(() => isStopping).catch(onFailure)
    if (isStopping) return
    timer = setTimeout(
      () => {
        running = round()
      },
      typeof everyMs === 'number' ? everyMs : everyMs(),
    )
    timer.unref()
  }
  let running = round()
  return async () => {
    isStopping = true
    clearTimeout(timer)
    await running
  }
}
