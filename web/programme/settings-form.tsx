import type { MunicipalitySettings } from '@portal/shared/programme/municipality-settings.ts'
import { createSignal, For } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import words from '../i18n/nl/municipality-settings.json'
import { wordsOf } from '../i18n/translate.ts'
import { problemText } from '../sign-in/problem-text.ts'
import { ErrorSummary, TextField } from '../ui/fields.tsx'
import './settings.css'
import { linesOf, moved, type RuleLine, readDraft, type WrongSetting } from './settings-draft.ts'

const t = wordsOf(words)
const fields = ['offerHours', 'offerHoursNear', 'offerNearDays'] as const
const labels = { offerHours: 'hours', offerHoursNear: 'near', offerNearDays: 'days' } as const

/** The time to answer, and who comes first: chosen and put in order with buttons, so that a keyboard and a phone do as well. */
export function SettingsForm(props: {
  settings: MunicipalitySettings
  onSaved: (settings: MunicipalitySettings) => void
  onChangedMeanwhile: () => void
}) {
  const [text, setText] = createSignal<Record<WrongSetting, string>>({
    offerHours: String(props.settings.offerHours),
    offerHoursNear: String(props.settings.offerHoursNear),
    offerNearDays: String(props.settings.offerNearDays),
  })
  const [lines, setLines] = createSignal(linesOf(props.settings.priorityRules))
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [said, setSaid] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  const draft = () => readDraft(text(), lines(), props.settings.version)
  const wrongNow = () => {
    const read = draft()
    return 'wrong' in read ? Object.fromEntries(read.wrong.map((name) => [name, t(`wrong.${name}`)])) : {}
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    setErrors(wrongNow())
    const read = draft()
    if (isBusy() || 'wrong' in read) return
    setBusy(true)
    try {
      props.onSaved(await api<MunicipalitySettings>('PUT', '/municipality-settings', read.settings))
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'changed-meanwhile')
        props.onChangedMeanwhile()
      else setErrors({ form: problemText(error) })
    }
    setBusy(false)
  }
  const move = (line: RuleLine, by: -1 | 1) => {
    setLines(moved(lines(), line.rule, by))
    const number = lines().findIndex(({ rule }) => rule === line.rule) + 1
    setSaid(t('settings.rule.moved', { rule: t(`settings.rule.${line.rule}`), number }))
  }
  const use = (line: RuleLine, counts: boolean) =>
    setLines(lines().map((each) => (each.rule === line.rule ? { ...each, counts } : each)))
  return (
    <form class="settings" novalidate onSubmit={save}>
      <ErrorSummary title={t('settings.errors')} errors={errors()} />
      <section class="box" aria-labelledby="answer-time">
        <h2 id="answer-time">{t('settings.time')}</h2>
        <For each={fields}>
          {(name) => (
            <TextField
              label={t(`settings.${labels[name]}`)}
              hint={t(`settings.${labels[name]}.hint`)}
              name={name}
              inputmode="numeric"
              autocomplete="off"
              value={text()[name]}
              error={errors()[name]}
              onType={(value) => setText({ ...text(), [name]: value.trim() })}
              onLeave={() => {
                const wrong = wrongNow()[name]
                setErrors(wrong ? { [name]: wrong } : {})
              }}
            />
          )}
        </For>
        <p class="hint">{t('settings.always')}</p>
      </section>
      <section class="box" aria-labelledby="order">
        <h2 id="order">{t('settings.order')}</h2>
        <p>{t('settings.order.text')}</p>
        <ol class="rules">
          <For each={lines()}>
            {(line, index) => (
              <li class="rule" classList={{ 'rule--off': !line.counts }}>
                <div>
                  <h3>{t(`settings.rule.${line.rule}`)}</h3>
                  <p class="muted">{t(`settings.rule.${line.rule}.text`)}</p>
                  <label class="check">
                    <input
                      type="checkbox"
                      checked={line.counts}
                      onChange={(event) => use(line, event.currentTarget.checked)}
                    />
                    <span>{t('settings.rule.use')}</span>
                    <span class="visually-hidden">: {t(`settings.rule.${line.rule}`)}</span>
                  </label>
                </div>
                <div class="rule__moves">
                  {index() > 0 ? (
                    <button
                      type="button"
                      class="button"
                      aria-label={t('settings.rule.up', { rule: t(`settings.rule.${line.rule}`) })}
                      onClick={() => move(line, -1)}
                    >
                      ↑
                    </button>
                  ) : null}
                  {index() < lines().length - 1 ? (
                    <button
                      type="button"
                      class="button"
                      aria-label={t('settings.rule.down', { rule: t(`settings.rule.${line.rule}`) })}
                      onClick={() => move(line, 1)}
                    >
                      ↓
                    </button>
                  ) : null}
                </div>
              </li>
            )}
          </For>
        </ol>
        <p class="rules__last">{t('settings.last')}</p>
        <p class="visually-hidden" role="status">
          {said()}
        </p>
      </section>
      <div class="actions">
        <button type="submit" class="button button--primary">
          {isBusy() ? t('busy') : t('settings.save')}
        </button>
      </div>
    </form>
  )
}
