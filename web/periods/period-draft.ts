import { mostOfPlaces, type PeriodInput } from '@portal/shared/periods/period.ts'

/** The form as it is typed. */
export type PeriodDraft = { name: string; firstDate: string; lastDate: string; mostPlaces: string }

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)

/** Which fields are not right, in the order of the form. */
export function findWrongPeriod(draft: PeriodDraft): (keyof PeriodDraft)[] {
  const { name, firstDate, lastDate, mostPlaces } = draft
  const most = Number(mostPlaces)
  const wrong: [keyof PeriodDraft, boolean][] = [
    ['name', name === '' || name.length > 100],
    ['firstDate', !isDate(firstDate)],
    ['lastDate', !isDate(lastDate) || (isDate(firstDate) && lastDate < firstDate)],
    ['mostPlaces', mostPlaces !== '' && !(/^\d{1,3}$/.test(mostPlaces) && most >= 1 && most <= mostOfPlaces)],
  ]
  return wrong.flatMap(([field, isWrong]) => (isWrong ? [field] : []))
}

/** What is sent of a draft in which nothing is wrong. */
export const periodOf = ({ name, firstDate, lastDate, mostPlaces }: PeriodDraft): PeriodInput => ({
  name,
  firstDate,
  lastDate,
  mostPlaces: mostPlaces === '' ? null : Number(mostPlaces),
})
