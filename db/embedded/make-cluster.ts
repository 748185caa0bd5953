import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Binaries } from './binaries.ts'
import { spawnAs, type UnprivilegedUser } from './unprivileged-user.ts'

export type Cluster = {
  binaries: Binaries
  user: UnprivilegedUser
  /** Ours: holds the data folder, and a mark that it is complete. */
  folder: string
  dataFolder: string
  password: string
  isTemporary: boolean
}

/** Makes an empty PostgreSQL in the data folder, unless one is there. */
export function makeCluster(cluster: Cluster): void {
  const { binaries, user, folder, dataFolder } = cluster
  const mark = path.join(folder, 'initialised')
  if (existsSync(mark) && existsSync(path.join(dataFolder, 'PG_VERSION'))) return

  // A half-made folder (killed during initdb) is made again: nothing was in it yet.
  rmSync(mark, { force: true })
  rmSync(dataFolder, { recursive: true, force: true })
  mkdirSync(dataFolder, { mode: 0o700 })
  const handOver = path.join(folder, `initial-password-${process.pid}`)
  writeFileSync(handOver, cluster.password, { mode: 0o600 })
  if (user) for (const each of [dataFolder, handOver]) chownSync(each, user.uid, user.gid)
  const made = spawnSync(
    binaries.initdb,
    ['-D', dataFolder, '-U', 'portal', '--auth=scram-sha-256', `--pwfile=${handOver}`, '--encoding=UTF8']
      .concat(['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'])
      .concat(cluster.isTemporary ? ['--no-sync'] : []),
    { ...spawnAs(user), encoding: 'utf8', cwd: dataFolder },
  )
  rmSync(handOver, { force: true })
  if (made.status !== 0)
    throw new Error(`PostgreSQL could not be set up: ${made.stderr || made.error?.message}`)
  writeFileSync(mark, '')
}
