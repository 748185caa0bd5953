import { createEffect, createSignal, on, onCleanup } from 'solid-js'

/** What was loaded: call it for the data (undefined until then); it keeps what it has while it loads anew. */
export type Loaded<Data> = {
  (): Data | undefined
  readonly latest: Data | undefined
  readonly loading: boolean
  readonly error: unknown
}

/**
 * Like createResource, but without suspending what stands around it: a form keeps its text and its focus while a list
 * beside it loads. `source` null, false or empty: nothing is asked yet. An answer that comes late is dropped.
 */
export function createLoaded<Data, Source>(
  source: () => Source | null | undefined | false,
  load: (source: Source) => Promise<Data>,
): [Loaded<Data>, { refetch: () => void; mutate: (data: Data) => void }] {
  const [data, setData] = createSignal<Data | undefined>(undefined, { equals: false })
  const [isLoading, setLoading] = createSignal(false)
  const [error, setError] = createSignal<unknown>(undefined)
  let turn = 0
  const run = (from: Source | null | undefined | false) => {
    turn += 1
    const mine = turn
    if (!from) return
    setLoading(true)
    setError(undefined)
    load(from).then(
      (loaded) => {
        if (mine !== turn) return
        setData(() => loaded)
        setLoading(false)
      },
      (failure: unknown) => {
        if (mine !== turn) return
        setError(() => failure ?? new Error('failed'))
        setLoading(false)
      },
    )
  }
  createEffect(on(source, run))
  onCleanup(() => {
    turn += 1
  })
  const loaded = Object.defineProperties(() => data(), {
    latest: { get: data },
    loading: { get: isLoading },
    error: { get: error },
  }) as Loaded<Data>
  return [loaded, { refetch: () => run(source()), mutate: (next) => setData(() => next) }]
}
