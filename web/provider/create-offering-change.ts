import type { Offering, OfferingPatch } from '@portal/shared/catalogue/offering.ts'
import type { OfferingChangePreview } from '@portal/shared/catalogue/offering-change.ts'
import type { Facts } from '@portal/shared/problem.ts'
import { createSignal } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusedFields } from './refused-fields.ts'

/** What the families are told with a change, and what happens to a child that would be in two places at once. */
export type Told = Pick<OfferingPatch, 'reason' | 'onClash'>

/**
 * Changes an offering in two steps: what touches families is shown first and asks for a reason; the rest is kept at once. Somebody else's
 * change in between is never overwritten: then `changed` says who did what, and what was typed stays where it is.
 */
export function createOfferingChange(offering: () => Offering, onSaved: (offering: Offering) => void) {
  const [pending, setPending] = createSignal<{ body: OfferingPatch; preview: OfferingChangePreview } | null>(
    null,
  )
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [changed, setChanged] = createSignal<Facts | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  /** What was seen: the offering as the page has it, or as it was looked at since. */
  const [seen, setSeen] = createSignal<Offering | null>(null)
  const version = () => Math.max(offering().version, seen()?.version ?? 0)

  const fail = (error: unknown) => {
    if (error instanceof ApiProblem && error.problem.code === 'precondition-failed') {
      setErrors({})
      setPending(null)
      setChanged(error.problem.facts ?? {})
    } else setErrors(refusedFields(error))
  }
  const work = async (act: () => Promise<void>) => {
    if (isBusy()) return
    setBusy(true)
    try {
      await act()
    } catch (error) {
      fail(error)
    }
    setBusy(false)
  }
  const keep = async (body: OfferingPatch) => {
    const { version: _, ...rest } = body
    const saved = await api<Offering>('PATCH', `/offerings/${offering().id}`, rest, version())
    setErrors({})
    setChanged(null)
    setPending(null)
    onSaved(saved)
  }

  return {
    pending,
    errors,
    setErrors,
    changed,
    seen,
    isBusy,
    /** Shows what it would change; keeps it at once when that is nobody's news. */
    propose: (body: OfferingPatch) =>
      work(async () => {
        const { version: _, ...rest } = body
        const preview = await api<OfferingChangePreview>(
          'POST',
          `/offerings/${offering().id}/changes/previews`,
          rest,
        )
        setErrors({})
        if (preview.wantsReason) setPending({ body, preview })
        else await keep(body)
      }),
    confirm: (told: Told) =>
      work(async () => {
        const proposed = pending()
        if (proposed) await keep({ ...proposed.body, ...told })
      }),
    /** Keeps it without showing anything first. */
    keep: (body: OfferingPatch) => work(() => keep(body)),
    goBack: () => {
      setErrors({})
      setPending(null)
    },
    /** Looks at what somebody else made of it; from then on that is what a change starts from. */
    look: () => work(async () => void setSeen(await api<Offering>('GET', `/offerings/${offering().id}`))),
  }
}
export type OfferingChange = ReturnType<typeof createOfferingChange>
