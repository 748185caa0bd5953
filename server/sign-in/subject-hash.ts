import { createHmac } from 'node:crypto'
import type { Settings } from '../settings.ts'

/**
 * Keyed hashes of who somebody is to an identity provider, one per secret key, the newest first. Only these are kept: a broker
 * may hand out a citizen number (BSN) as its subject, and whoever reads the database can't find it back by trying all numbers.
 */
export const subjectHashes = (
  { secretKeys }: Pick<Settings, 'secretKeys'>,
  issuer: string,
  subject: string,
): Buffer[] =>
  secretKeys.map((key) =>
    createHmac('sha256', key).update(`external-identity\0${issuer}\0${subject}`).digest(),
  )
