import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { etagOf, holdToSeen, readIfMatch } from './etag.ts'

describe('If-Match', () => {
  it('lets everything through when it is not sent, or is *', () => {
    for (const header of [undefined, '*', ' * ']) expect(readIfMatch(header).holds(3)).toBe(true)
  })

  it('holds for the version that was seen, alone or in a list', () => {
    expect(readIfMatch('"3"').holds(3)).toBe(true)
    expect(readIfMatch('"1", "3" ,"x"').holds(3)).toBe(true)
    expect(readIfMatch('"4"').holds(3)).toBe(false)
    expect(readIfMatch('"a,b", "c"').holds('a,b')).toBe(true)
  })

  it('compares strongly: a weak tag is never the same', () => {
    expect(readIfMatch('W/"3"').holds(3)).toBe(false)
    expect(readIfMatch('W/"3", "3"').holds(3)).toBe(true)
  })

  it('matches nothing when it cannot be read', () => {
    for (const header of ['', '3', '"3', "'3'", '"3" "4"', '*, "3"x'])
      expect(readIfMatch(header).holds(3)).toBe(false)
  })

  it('never fails, whatever is sent, and knows its own tags', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (header, version) => {
        readIfMatch(header).holds(version)
        expect(readIfMatch(`${etagOf(version)}`).holds(version)).toBe(true)
      }),
    )
  })

  it('refuses with the version that is there now', () => {
    expect(() => holdToSeen(readIfMatch('"1"'), 2)).toThrowError(
      expect.objectContaining({ code: 'precondition-failed', parts: { facts: { version: 2 } } }),
    )
  })
})
