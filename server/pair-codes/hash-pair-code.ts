import { createHmac } from 'node:crypto'
import type { Dependencies } from '../app-env.ts'

type Keys = Pick<Dependencies, 'settings' | 'municipality'>

const hashWith = (key: string, municipalityId: string, code: string) =>
  createHmac('sha256', key).update(`pair-code\0${municipalityId}\0${code}`).digest()

/** What is kept of a new code: with the newest key. Thirty bits can be guessed from a plain hash, not from a keyed one. */
export const hashOfPairCode = ({ settings, municipality }: Keys, code: string): Buffer =>
  hashWith(settings.secretKeys[0] ?? '', municipality.id, code)

/** What may be kept of a code that somebody typed, in hexadecimal: with each key, for it may be older than the newest. */
export const possibleHashes = ({ settings, municipality }: Keys, code: string): string[] =>
  settings.secretKeys.map((key) => hashWith(key, municipality.id, code).toString('hex'))
