import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

const askPs = (pid: number, column: string): string | null => {
  const answer = spawnSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' })
  return answer.status === 0 ? answer.stdout.trim() || null : null
}

/** State and start time of a process, from /proc: after the name, which may hold anything, in parentheses. */
function readStat(pid: number): { state: string; startedAt: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' }
  } catch {
    return null
  }
}

/** Whether a process lives. One that ended but whose parent has not looked (a zombie) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const state = readStat(pid)?.state
  return state !== 'Z' && state !== 'X'
}

/** What tells a process from a later one with the same number; null when nothing on this machine can say it. */
export function identityOf(pid: number): string | null {
  const stat = readStat(pid)
  return stat ? `${bootId()} ${stat.startedAt}` : askPs(pid, 'lstart')
}

/** The words of the command a process was started with, or null when it cannot be known. */
export function commandOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ')
  } catch {
    return askPs(pid, 'command')
  }
}
