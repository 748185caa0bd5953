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

const isNpx = (name: string) => /\bnpx\b|npm exec|npx-cli/.test(name)

/**
 * The package managers above us: npx swallows TERM, so their death is how we learn that we are to stop. Goes up to the last
 * npx: a shell that only starts it (as `node_modules/.bin/node` is) may be the one that is told to end.
 */
function chain(): Ancestor[] {
  const found: Ancestor[] = []
  let length = 0
  let pid = process.ppid
  for (let depth = 0; depth < 8 && pid > 1; depth += 1) {
    const process = lookUp(pid)
    if (!process) break
    found.push({ pid, started: process.started })
    if (isNpx(process.name)) length = found.length
    else if (length > 0) break
    pid = process.parent
  }
  // Not started through npx: the parent alone counts.
  return found.slice(0, Math.max(1, length))
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
