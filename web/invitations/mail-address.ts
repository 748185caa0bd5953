/** Near enough to tell a slip of the finger; whether it exists the letter will show. */
export const looksLikeMail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

/** What somebody is called: the name they gave, else their address. */
export const calledOf = (person: { name: string; email: string }, otherwise: string): string =>
  person.name || person.email || otherwise
