/** Builds the pages for browser and server, and holds the first visit to its weight (60 kB of script, 25 kB of style, gzip). */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = import.meta.dirname
const limits = { js: 60_000, css: 25_000 }

await build({
  root,
  logLevel: 'warn',
  build: {
    outDir: 'dist/client',
    manifest: true,
    rollupOptions: { input: 'entry-client.tsx' },
    emptyOutDir: true,
  },
})
await build({
  root,
  logLevel: 'warn',
  build: { outDir: 'dist/server', ssr: 'entry-server.tsx', emptyOutDir: true },
})

type Chunk = { file: string; imports?: string[]; css?: string[] }
const manifest = JSON.parse(
  readFileSync(path.join(root, 'dist/client/.vite/manifest.json'), 'utf8'),
) as Record<string, Chunk>
const seen = new Set<string>()
const files = new Set<string>()
const visit = (key: string) => {
  const chunk = manifest[key]
  if (!chunk || seen.has(key)) return
  seen.add(key)
  for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
  for (const next of chunk.imports ?? []) visit(next)
}
visit('entry-client.tsx')
const weigh = (extension: string) =>
  [...files]
    .filter((file) => file.endsWith(extension))
    .reduce((sum, file) => sum + gzipSync(readFileSync(path.join(root, 'dist/client', file))).length, 0)
const js = weigh('.js')
const css = weigh('.css')
process.stdout.write(
  `First visit to the catalogue: ${(js / 1000).toFixed(1)} kB of script, ${(css / 1000).toFixed(1)} kB of style (gzip).\n`,
)
if (js > limits.js || css > limits.css) {
  process.stderr.write(
    'Too heavy for an old phone: at most 60 kB of script and 25 kB of style. Load what is not needed at once lazily.\n',
  )
  process.exit(1)
}
