/** The `bench` command: everything as ratios within one run, as a table and as bench.json. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '@portal/db/client.ts'
import { startEmbedded } from '@portal/db/embedded/start-embedded.ts'
import { migrate } from '@portal/db/migrate.ts'
import { hasPgbench } from './bare-transactions.ts'
import { type BenchResult, reaches } from './bench-result.ts'
import { measureCatalogue } from './catalogue-benchmark.ts'
import { measureClasses } from './class-benchmark.ts'
import { measureExpiry } from './expiring-offers-benchmark.ts'
import { measureRush } from './rush-benchmark.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** A database of its own for a benchmark, on the PostgreSQL of this run. */
async function makeDatabase(serverUrl: string, name: string): Promise<string> {
  const admin = openDatabase({ url: serverUrl, max: 1 })
  await admin.statements.query(`CREATE DATABASE ${name}`)
  await admin.close()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await migrate(url.href)
  return url.href
}

function print(result: BenchResult): void {
  say(`\n${result.title}`)
  for (const measure of result.measures) {
    const { target } = measure
    const wanted = 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`
    say(
      `  ${reaches(measure) ? 'ok ' : 'NOT'} ${measure.ratio.toFixed(2).padStart(5)} (${wanted})  ${measure.name}`,
    )
    const figures = Object.entries(measure.figures).map(
      ([name, value]) => `${name} ${Number.isInteger(value) ? value : value.toFixed(2)}`,
    )
    say(`            ${figures.join(', ')}`)
  }
  for (const line of new Set(result.broken)) say(`  BROKEN ${line}`)
}

const folder = mkdtempSync(path.join(tmpdir(), 'portal-bench-'))
chmodSync(folder, 0o711)
// As in production: every commit reaches the disk.
const embedded = await startEmbedded({ folder })
const results: BenchResult[] = []
try {
  say(`Bare transactions by ${hasPgbench() ? 'pgbench' : 'node-postgres'}; each line is a median of rounds.`)
  const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
  const report = (result: BenchResult) => {
    results.push(result)
    print(result)
  }
  const make = (name: string) => makeDatabase(embedded.url, name)
  const only = process.env.BENCH_ONLY
  if (!only || only === 'catalogue') report(await measureCatalogue(make, rounds))
  if (!only || only === 'class') report(await measureClasses(make, rounds))
  if (!only || only === 'rush') report(await measureRush(await make('rush'), rounds))
  if (!only || only === 'expiry') report(await measureExpiry(await make('expiry'), rounds))
} finally {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
}

const root = fileURLToPath(new URL('../..', import.meta.url))
writeFileSync(path.join(root, 'bench.json'), `${JSON.stringify({ results }, null, 2)}\n`)
const missed = results.flatMap((result) => result.measures).filter((measure) => !reaches(measure)).length
const broken = results.flatMap((result) => result.broken).length
say(`\n${missed} targets missed, ${broken} promises broken; figures in bench.json`)
process.exitCode = missed + broken > 0 ? 1 : 0
