/** Random bytes are drawn for many ids at once: asking for sixteen at a time costs more than the rest of an id. */
const drawn = new Uint8Array(4096)
let used = drawn.length

function randomBytes(count: number): Uint8Array {
  if (used + count > drawn.length) {
    crypto.getRandomValues(drawn)
    used = 0
  }
  used += count
  return drawn.slice(used - count, used)
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * A new identifier: UUID version 7 (RFC 9562), so that rows made one after another lie together in an index.
 * @param now moment of making, as JavaScript milliseconds
 */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16)
  let rest = now
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = (from: number, until: number) => {
    let text = ''
    for (let i = from; i < until; i++) text += pairs[bytes[i] ?? 0]
    return text
  }
  return `${hex(0, 4)}-${hex(4, 6)}-${hex(6, 8)}-${hex(8, 10)}-${hex(10, 16)}`
}
