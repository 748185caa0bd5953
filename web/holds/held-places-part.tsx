import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { PlaceHold, PlaceHoldPage } from '@portal/shared/holds/hold.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/keep-holds.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchMoment } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { HoldForm } from './hold-form.tsx'
import './holds.css'
import { ReleaseDialog } from './release-dialog.tsx'

const t = wordsOf(words)

const nameOf = ({ kind, name }: PlaceHold) => t(`for.${kind}`, { name: name ?? '' })

/** The held places of an own offering: who they are for and until when; hold more, change, and give them to everybody. */
export function HeldPlacesPart(props: { offering: Offering; onChanged: () => void }) {
  // Again when the offering changed, for then what is used of it may have as well.
  const [holds, { refetch }] = createLoaded(
    () => [props.offering.id, props.offering.version, props.offering.taken] as const,
    ([id]) => api<PlaceHoldPage>('GET', `/offerings/${id}/holds?pageSize=100`),
  )
  const [open, setOpen] = createSignal<'new' | PlaceHold | null>(null)
  const [toRelease, setToRelease] = createSignal<PlaceHold | null>(null)
  const [said, setSaid] = createSignal<'added' | 'changed' | 'released' | null>(null)
  const [failure, setFailure] = createSignal('')
  const held = () => (holds.latest?.items ?? []).filter(({ releasedAt }) => releasedAt === null)
  const show = (what: 'new' | PlaceHold) => {
    setSaid(null)
    setOpen(what)
  }
  const done = (what: 'added' | 'changed' | 'released') => {
    setOpen(null)
    setFailure('')
    setSaid(what)
    props.onChanged()
  }
  const release = async () => {
    const hold = toRelease()
    setToRelease(null)
    if (!hold) return
    try {
      await api('DELETE', `/offerings/${props.offering.id}/holds/${hold.id}`)
      done('released')
    } catch (error) {
      setFailure(refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, ''))
    }
  }
  return (
    <section class="box" aria-labelledby="holds">
      <h2 id="holds">{t('title')}</h2>
      <p>{t('lead')}</p>
      <p>
        <strong>
          {t('counts', {
            capacity: props.offering.capacity,
            taken: props.offering.taken,
            held: props.offering.held,
            free: props.offering.free,
          })}
        </strong>
      </p>
      <div aria-live="polite">
        <Show when={said()}>{(what) => <Alert tone="ok">{t(what())}</Alert>}</Show>
        <Show when={failure()}>
          <Alert tone="error">{failure()}</Alert>
        </Show>
      </div>
      <Switch>
        <Match when={holds.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!holds.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={open()} keyed>
          {(what) => (
            <HoldForm
              offering={props.offering}
              hold={what === 'new' ? null : what}
              onSaved={() => done(what === 'new' ? 'added' : 'changed')}
              onCancel={() => setOpen(null)}
            />
          )}
        </Match>
        <Match when={holds.latest}>
          <Show when={held().length > 0} fallback={<p class="muted">{t('none')}</p>}>
            <ul class="holds">
              <For each={held()}>
                {(hold) => <Line hold={hold} onChange={show} onRelease={setToRelease} />}
              </For>
            </ul>
          </Show>
          <Show when={props.offering.free > 0} fallback={<p>{t('noneFree')}</p>}>
            <button type="button" class="button" onClick={() => show('new')}>
              {t('add')}
            </button>
          </Show>
        </Match>
      </Switch>
      <ReleaseDialog
        hold={toRelease()}
        waiting={props.offering.waiting}
        onYes={release}
        onNo={() => setToRelease(null)}
      />
    </section>
  )
}

function Line(props: {
  hold: PlaceHold
  onChange: (hold: PlaceHold) => void
  onRelease: (hold: PlaceHold) => void
}) {
  const hold = () => props.hold
  return (
    <li>
      <p>
        <strong>{nameOf(hold())}</strong>
        <br />
        {t(hold().places === 1 ? 'places.one' : 'places', { places: hold().places, used: hold().used })}
        <br />
        <span class="muted">{t('until', { moment: dutchMoment(hold().until) })}</span>
      </p>
      <div class="actions">
        <button
          type="button"
          class="button"
          aria-label={t('change.of', { name: nameOf(hold()) })}
          onClick={() => props.onChange(hold())}
        >
          {t('change')}
        </button>
        <button
          type="button"
          class="button"
          aria-label={t('release.of', { name: nameOf(hold()) })}
          onClick={() => props.onRelease(hold())}
        >
          {t('release')}
        </button>
      </div>
    </li>
  )
}
