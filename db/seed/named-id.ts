import { createHash } from 'node:crypto'

/** The same name always gives the same id (UUID version 8, RFC 9562: made by a hash of our own). */
export function namedId(...name: (string | number)[]): string {
  const hex = createHash('sha256').update(name.join('/')).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
