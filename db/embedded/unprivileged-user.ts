import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** PostgreSQL refuses to run as root. `null`: we are not root and run it as ourselves. */
export type UnprivilegedUser = { name: string; uid: number; gid: number } | null

/** The user to run PostgreSQL as: `postgres`, else `nobody`; it needs an entry in /etc/passwd. */
export function findUnprivilegedUser(): UnprivilegedUser {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('Started as root, and there is no user "postgres" or "nobody" to run PostgreSQL as.')
}

/** How to spawn as that user. */
export const spawnAs = (user: UnprivilegedUser) => (user ? { uid: user.uid, gid: user.gid } : {})

/** Whether the user can read and enter a path, its parents included. */
export function canReach(user: UnprivilegedUser, path: string): boolean {
  return spawnSync('test', ['-x', path], { ...spawnAs(user), stdio: 'ignore' }).status === 0
}
