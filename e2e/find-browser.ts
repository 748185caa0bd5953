import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A Chromium on the machine, else Debian's package, else Playwright's own (null: Playwright finds it itself). */
export function findBrowser(): string | null {
  const here = () => known.find((path) => existsSync(path)) ?? null
  const found = here()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing Chromium from Debian…\n')
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    const installed = here()
    if (installed) return installed
  }
  spawnSync('node_modules/.bin/playwright', ['install', 'chromium'], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  })
  return null
}
