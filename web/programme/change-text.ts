import type { Change } from '@portal/shared/programme/change.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchFullDate, dutchMoment } from '../ui/dates.ts'

const t = wordsOf(words)
const isKnown = (key: string): key is keyof typeof words => key in words

/** A word of the log: what the dictionary says, else the code itself, so that nothing is left out. */
const said = (prefix: 'kind' | 'verb' | 'field' | 'value', code: string): string => {
  const key = `${prefix}.${code}`
  return isKnown(key) ? t(key) : code
}

export const kindText = (kind: string) => said('kind', kind)
export const verbText = (verb: string) => said('verb', verb)
export const fieldText = (field: string) => said('field', field)

/** What was typed by people may look like a date and be none, and formatting that would break the page. */
const isMoment = (text: string) => !Number.isNaN(Date.parse(text))

/** A value as it is read: "leeg", "ja", "25 november 2026", "2 stuks". */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return t('log.nothing')
  if (typeof value === 'boolean') return t(value ? 'log.yes' : 'log.no')
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) {
    const isPlain = value.every((each) => typeof each === 'string' || typeof each === 'number')
    if (value.length === 0) return t('log.nothing')
    return isPlain && value.length <= 10
      ? value.map((each) => valueText(each)).join(', ')
      : t('log.items', { count: value.length })
  }
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => `${fieldText(name)}: ${valueText(part)}`)
      .join(', ')
  const text = String(value)
  if (/^\d{4}-\d\d-\d\d$/.test(text) && isMoment(text)) return dutchFullDate(text)
  // Of a session, `start/end`, when it begins.
  const [start = ''] = text.split('/')
  if (/^\d{4}-\d\d-\d\dT/.test(start) && isMoment(start)) return dutchMoment(start)
  return said('value', text)
}

/** Each field that changed, with what it was (null when there was nothing before) and what it became (null when it went). */
export function changeLines({ before, after }: Pick<Change, 'before' | 'after'>): {
  field: string
  was: string | null
  became: string | null
}[] {
  const kept = after ?? before ?? {}
  return (
    Object.keys(kept)
      // The version on which a change was made is no news.
      .filter((field) => field !== 'version')
      .filter((field) => !before || !after || JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => ({
        field: fieldText(field),
        was: before && field in before ? valueText(before[field]) : null,
        became: after ? valueText(after[field]) : null,
      }))
  )
}

const clock = new Intl.DateTimeFormat('nl-NL', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/Amsterdam',
})

/** When, with the year: a log reaches back. */
export const whenText = (at: string) => clock.format(new Date(at)).replace(/(\d\d):(\d\d)/, '$1.$2')

/** Who did it. */
export function byText(by: Change['by']): string {
  if (!by) return t('log.by.system')
  return by.name || by.email || t('log.by.family')
}
