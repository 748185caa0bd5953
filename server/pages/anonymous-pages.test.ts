import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { toAnonymousPage } from './anonymous-pages.ts'

const nonce = 'abc+/='
const html = `<!doctype html><script nonce="${nonce}">run(1)</script><p>Hoi</p>
<script nonce="${nonce}">
run(2)
</script><script type="application/json" id="me" nonce="${nonce}">null</script><script type="module" src="/assets/x.js" nonce="${nonce}"></script>`

it('lets exactly the scripts of a kept page run, by what is in them and by no nonce', async () => {
  const page = await toAnonymousPage({ status: 200, html, nonce })
  const sent = Buffer.from(page.html).toString()
  expect(sent).not.toContain('nonce')
  expect(gunzipSync(page.gzipped).toString()).toBe(sent)
  const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`
  expect(page.policy).toContain(`script-src 'self' ${hashOf('run(1)')} ${hashOf('\nrun(2)\n')};`)
  expect(page.policy).not.toMatch(/unsafe|nonce/)
})
