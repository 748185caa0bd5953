/** A school location as an identity provider names it: `location` is null when only the institution is named. */
export type ClaimedSchool = { brin: string; location: string | null }

/** Values of a claim: one text or a list of texts, as providers differ in this. At most 50 are looked at. */
export function claimValues(claim: unknown): string[] {
  const all: unknown[] = Array.isArray(claim) ? claim : [claim]
  return all
    .slice(0, 50)
    .filter((each) => typeof each === 'string' || typeof each === 'number')
    .map((each) => String(each).trim())
    .filter(Boolean)
}

/**
 * The school of one value: `13WW` names the institution, `13WW00` one location of it, which is also written beside it
 * (`13WW 00`, `13WW-00`, `13WW|00`). Null when it is no BRIN.
 */
export function claimedSchool(value: string): ClaimedSchool | null {
  const [, brin, location] = /^(\d{2}[A-Z]{2})(?:[\s|/._-]*(\d{2}))?$/i.exec(value.trim()) ?? []
  return brin ? { brin: brin.toUpperCase(), location: location ?? null } : null
}
