const format = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' })

/** `3 februari 2018`, of a date or a moment. */
export const shortDate = (date: string): string =>
  format.format(new Date(date.length === 10 ? `${date}T12:00:00Z` : date))

/** `03-02-2018`, as it stands in a CSV. */
export const numericDate = (date: string): string => date.split('-').reverse().join('-')
