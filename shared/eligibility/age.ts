/**
 * Whole years on a day, by the civil calendar (both `YYYY-MM-DD`). Somebody born on 29 February is a year older on 1 March in
 * an ordinary year: Dutch law counts a year as complete when its last day has passed (article 1:2 of the Algemene termijnenwet
 * does not move ages; the Hoge Raad holds that age is reached at the start of the birthday, and 29 February does not come).
 */
export function ageOn(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years
}
