import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { keepWhileUnchanged } from '../http/keep-while-unchanged.ts'
import { contentSecurityPolicy } from '../http/security-headers.ts'

/** A page as every visitor gets it, with the policy that lets run exactly the scripts that are in it. */
export type AnonymousPage = {
  status: number
  policy: string
  html: Uint8Array<ArrayBuffer>
  gzipped: Uint8Array<ArrayBuffer>
}

/** At some 80 kB each, plain and packed: at most 20 MB. */
const mostPages = 200

/** Scripts that a browser runs from within the page; data and what is loaded by address need no leave of their own. */
function* inlineScripts(html: string): Generator<string> {
  for (const [, attributes = '', text = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    if (!/\bsrc=|application\/json/.test(attributes)) yield text
  }
}

/** Makes a kept page of one rendered for a nonce: the same for everybody, so it cannot have one. */
export async function toAnonymousPage(rendered: {
  status: number
  html: string
  nonce: string
}): Promise<AnonymousPage> {
  const text = rendered.html.replaceAll(` nonce="${rendered.nonce}"`, '')
  const hashes = [...inlineScripts(text)].map(
    (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  const html = new Uint8Array(Buffer.from(text))
  return {
    status: rendered.status,
    policy: contentSecurityPolicy(hashes.join(' ')),
    html,
    gzipped: new Uint8Array(await promisify(gzip)(html)),
  }
}

/** Pages of visitors who are not signed in, kept by address while nothing changes in the database. */
export const keepAnonymousPage = () => keepWhileUnchanged<AnonymousPage | null>(mostPages)
