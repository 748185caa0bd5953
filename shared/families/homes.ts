/** A home of a child. `by`: the account that entered it; null when a school did. Postcode as kept: `5223XB`. */
export type Home = { postcode: string; by: string | null }

/** Who of the family asks. */
export type HomeReader = { accountId: string }

/** A child has at most so many homes, whoever entered them. */
export const mostHomes = 2

/**
 * A postcode is an address, and parents may live apart for a reason: who entered a home sees it, nobody else of the family does.
 * What a school entered all of them see. The account of a young person is no exception: one guardian makes it by inviting an
 * address, and could read the home of the other with it.
 */
export const maySeeHome = (home: Home, reader: HomeReader): boolean =>
  home.by === null || home.by === reader.accountId

/** The homes that somebody sees, in order, and whether there are others. */
export function seenHomes<Kept extends Home>(
  homes: readonly Kept[],
  reader: HomeReader,
): { seen: Kept[]; hasHidden: boolean } {
  const seen = homes.filter((home) => maySeeHome(home, reader))
  return { seen, hasHidden: seen.length < homes.length }
}

/** `postcode` is the first home that the reader sees, `secondPostcode` the second; null takes it away, undefined leaves it. */
export type HomeChange = { postcode?: string | null | undefined; secondPostcode?: string | null | undefined }

/**
 * The homes after a change by somebody who sees some of them. What they do not see stays as it is, so that their own becomes the
 * second where the first is another's. A home that is typed again as it was stays whose it is.
 * `third-home`: with those that they do not see there would be more than two; `same-home`: both of theirs are the same.
 */
export function changeHomes(
  homes: readonly Home[],
  reader: HomeReader,
  change: HomeChange,
): { homes: Home[] } | { refused: 'third-home' | 'same-home' } {
  const { seen } = seenHomes(homes, reader)
  const wanted = [
    change.postcode === undefined ? (seen[0]?.postcode ?? null) : change.postcode,
    change.secondPostcode === undefined ? (seen[1]?.postcode ?? null) : change.secondPostcode,
  ]
  const [first, second] = wanted
  if (first && first === second) return { refused: 'same-home' }
  const hidden = homes.length - seen.length
  if (hidden + wanted.filter((postcode) => postcode !== null).length > mostHomes)
    return { refused: 'third-home' }
  const homeAt = (postcode: string): Home =>
    seen.find((home) => home.postcode === postcode) ?? { postcode, by: reader.accountId }
  const after: Home[] = []
  let turn = 0
  const keepNext = () => {
    const postcode = wanted[turn]
    turn += 1
    if (postcode) after.push(homeAt(postcode))
  }
  for (const home of homes) {
    if (maySeeHome(home, reader)) keepNext()
    else after.push(home)
  }
  while (turn < wanted.length) keepNext()
  return { homes: after }
}
