const list = new Intl.ListFormat('nl', { type: 'conjunction' })

/** "Anna, Bram en Cas" */
export const joinNames = (names: readonly string[]): string => list.format(names)
