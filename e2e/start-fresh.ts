/** Starts the portal with an empty data folder, which goes when it ends. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const folder = mkdtempSync(path.join(tmpdir(), 'portal-journeys-'))
const portal = spawn(process.execPath, ['../server/start.ts'], {
  cwd: import.meta.dirname,
  stdio: 'inherit',
  env: { ...process.env, DATA_DIR: folder },
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => portal.kill(signal))
portal.on('exit', (code) => {
  rmSync(folder, { recursive: true, force: true })
  process.exit(code ?? 0)
})
