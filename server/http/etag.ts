import type { Facts } from '@portal/shared/problem.ts'
import { Problem } from './problem.ts'

/** The ETag (RFC 9110, strong) of what staff edit, from its version: a number, or a text that is another one when it is changed. */
export const etagOf = (version: number | string): string => `"${version}"`

/**
 * What somebody holds a change to: `holds` says whether the thing, as it is now, is one of those that they saw. Ask it under the lock
 * of the change, and refuse with `refuseChanged`.
 */
export type IfMatch = { holds: (version: number | string) => boolean }

/** Without the header every version is right. */
export const anyVersion: IfMatch = { holds: () => true }

const entityTag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/

/** The tags of a list; commas within quotes belong to their tag. */
function tagsOf(header: string): string[] {
  const tags: string[] = []
  let tag = ''
  let isQuoted = false
  for (const sign of header) {
    if (sign === '"') isQuoted = !isQuoted
    if (sign === ',' && !isQuoted) {
      tags.push(tag.trim())
      tag = ''
    } else tag += sign
  }
  return [...tags, tag.trim()].filter(Boolean)
}

/**
 * Reads `If-Match` as RFC 9110 (13.1.1) says: `*` is every version of what is there; a list is compared strongly, so a weak tag is
 * never the same. What cannot be read matches nothing: better refused than overwritten.
 */
export function readIfMatch(header: string | undefined): IfMatch {
  if (header === undefined || header.trim() === '*') return anyVersion
  const seen = new Set<string>()
  for (const tag of tagsOf(header)) {
    const [, isWeak, value] = entityTag.exec(tag) ?? []
    if (value !== undefined && !isWeak) seen.add(etagOf(value))
  }
  return { holds: (version) => seen.has(etagOf(version)) }
}

/** Refuses a change of what somebody changed meanwhile; `facts` say how it is now, and who changed it. @throws Problem precondition-failed */
export function holdToSeen(ifMatch: IfMatch, version: number | string, facts: Facts = {}): void {
  if (!ifMatch.holds(version)) throw new Problem('precondition-failed', { facts: { version, ...facts } })
}
