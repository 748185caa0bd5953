import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { canReach, type UnprivilegedUser } from './unprivileged-user.ts'

/**
 * A folder of our own that everybody may pass through, under the machine's temporary folder (the one that survives a
 * restart when there is one) and always the same for the same path.
 */
export function folderElsewhere(insteadOf: string): string {
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()
  const key = createHash('sha256').update(insteadOf).digest('hex').slice(0, 12)
  const folder = path.join(base, `rijke-schooldag-${key}`)
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const found = lstatSync(folder)
  // The name can be guessed: never work in a folder that somebody else on this machine put there.
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new Error(`${folder} belongs to somebody else: remove it, or set DATABASE_URL.`)
  chmodSync(folder, 0o711)
  return folder
}

/**
 * Where the data go: in the folder asked for, or elsewhere when the user who runs PostgreSQL may not enter it (a clone
 * under /root).
 */
export function chooseFolder(asked: string, user: UnprivilegedUser): string {
  mkdirSync(asked, { recursive: true })
  return canReach(user, asked) ? asked : folderElsewhere(asked)
}

/** The password of the database's owner: made once, kept in a file that only we can read. */
export function keepPassword(folder: string): string {
  const file = path.join(folder, 'database-password')
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}
