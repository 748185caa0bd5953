/** The `test` command: formatting, lint, types, pages, unit, database, API and browser tests; ends with one plain line. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBrowser } from './find-browser.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(path.join(tmpdir(), 'portal-reports-'))
const say = (line: string) => process.stdout.write(`${line}\n`)
let passed = 0
let failed = 0

function run(
  title: string,
  command: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): boolean {
  say(`\n== ${title}`)
  const [program = '', ...rest] = command
  const result = spawnSync(program, rest, {
    cwd: options.cwd ?? root,
    stdio: 'inherit',
    env: { ...process.env, ...options.env },
  })
  return result.status === 0
}

/** A check that either holds or not counts as one test. */
function check(title: string, command: string[]): void {
  if (run(title, command)) passed += 1
  else failed += 1
}

const bin = (name: string) => path.join(root, 'node_modules/.bin', name)

check('Formatting and lint', [bin('biome'), 'check', '--error-on-warnings', '.'])
for (const room of ['shared', 'db', 'server', 'web', 'e2e']) check(`Types: ${room}`, [bin('tsc'), '-p', room])
check('Build the pages', [process.execPath, 'web/build.ts'])

const unitReport = path.join(reports, 'vitest.json')
const unitsHeld = run('Unit, database and API tests', [
  bin('vitest'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${unitReport}`,
])
if (existsSync(unitReport)) {
  const report = JSON.parse(readFileSync(unitReport, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numFailedTestSuites: number
  }
  passed += report.numPassedTests
  failed += report.numFailedTests
  if (!unitsHeld && report.numFailedTests === 0) failed += Math.max(1, report.numFailedTestSuites)
} else failed += 1

const browser = findBrowser()
const journeyReport = path.join(reports, 'playwright.json')
const journeysHeld = run(
  'Journeys in a browser',
  [path.join(root, 'e2e/node_modules/.bin/playwright'), 'test', '--reporter=list,json'],
  {
    cwd: path.join(root, 'e2e'),
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: journeyReport, BROWSER_PATH: browser ?? '' },
  },
)
if (existsSync(journeyReport)) {
  const { stats } = JSON.parse(readFileSync(journeyReport, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number }
  }
  passed += stats.expected + stats.flaky
  failed += stats.unexpected
  if (!journeysHeld && stats.unexpected === 0) failed += 1
} else failed += 1

rmSync(reports, { recursive: true, force: true })
say(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
