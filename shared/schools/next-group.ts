/**
 * What a group is called a school year later: the first number in its name that is its year goes up ("Groep 5" becomes "Groep
 * 6", "5A" becomes "6A"; in a combined group "3/4 · groep 3" becomes "3/4 · groep 4"). A name without its year stays.
 */
export function nextGroupName(name: string, year: number): string {
  const own = combinedGroup(name)
  if (own) return combinedGroupName(own.name, year + 1)
  return name.replace(new RegExp(`(?<!\\d)${year}(?!\\d)`), String(year + 1))
}

const joint = ' · groep '

/** A class with pupils of several years is kept as one group per year, so that the rules know the year of each pupil. */
export const combinedGroupName = (name: string, year: number): string =>
  `${name.slice(0, 60 - joint.length - 1)}${joint}${year}`

function combinedGroup(name: string): { name: string; year: number } | null {
  const found = /^(.*) · groep (\d)$/.exec(name)
  return found?.[1] && found[2] ? { name: found[1], year: Number(found[2]) } : null
}
