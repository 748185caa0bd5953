import { readFileSync } from 'node:fs'

type Ancestor = { pid: number; started: string }

/** Number and moment of starting of a process: together they name one for good. Linux only; null elsewhere or when gone. */
function lookUp(pid: number): { parent: number; started: string; name: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      parent: Number(rest[1]),
      started: rest[19] ?? '',
      name: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
    }
  } catch {
    return null
  }
}

/** The package managers above us: npx swallows TERM, so their death is how we learn that we are to stop. */
function chain(): Ancestor[] {
  const found: Ancestor[] = []
  let pid = process.ppid
  for (let depth = 0; depth < 8 && pid > 1; depth += 1) {
    const process = lookUp(pid)
    if (!process) break
    found.push({ pid, started: process.started })
    if (/\bnpx\b|npm exec|npx-cli/.test(process.name)) return found
    pid = process.parent
  }
  // Not started through npx: the parent alone counts.
  return found.slice(0, 1)
}

/** Calls back once when a process of the chain that started us has died. */
export function watchAncestors(onDeath: () => void): void {
  const ancestors = chain()
  const parent = process.ppid
  const timer = setInterval(() => {
    const isGone =
      process.ppid !== parent || ancestors.some(({ pid, started }) => lookUp(pid)?.started !== started)
    if (!isGone) return
    clearInterval(timer)
    onDeath()
  }, 400)
  timer.unref()
}
