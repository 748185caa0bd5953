import { html } from 'hono/html'
import type { KeptLetter } from '../mail/local-mailbox.ts'

/** The look of the page: a file of its own, since the content policy allows no style in the page. */
export const mailboxStyle = `
* { box-sizing: border-box; }
body { margin: 0; background: #f7f4ee; color: #001759; font: 1.0625rem/1.6 system-ui, sans-serif; }
main { max-inline-size: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.1875rem; line-height: 1.3; margin: 0 0 .25rem; }
article { background: #fff; border: 1px solid #d5d0c4; border-radius: .5rem; padding: 1rem; margin-block: 1rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .75rem 0 0; }
a { color: #0b4bb3; }
a:focus-visible { outline: 3px solid #001759; outline-offset: 2px; }
`

/** The text with its web addresses as links. Everything else in it is shown as it was written. */
function linked({ text, links }: KeptLetter) {
  const parts: unknown[] = []
  let rest = text
  for (const link of links) {
    const at = rest.indexOf(link)
    parts.push(rest.slice(0, at), html`<a href="${link}">${link}</a>`)
    rest = rest.slice(at + link.length)
  }
  return [...parts, rest]
}

const article = (letter: KeptLetter, zone: string) => html`<article>
<h2>${letter.subject}</h2>
<dl>
<dt>Aan</dt><dd>${letter.to}</dd>
<dt>Om</dt><dd><time datetime="${letter.at.toISOString()}">${letter.at.toLocaleString('nl-NL', {
  timeZone: zone,
  dateStyle: 'long',
  timeStyle: 'medium',
})}</time></dd>
</dl>
<p class="text">${linked(letter)}</p>
</article>
`

/** All letters as a page, newest first; readable without scripts. */
export const mailboxPage = (letters: readonly KeptLetter[], zone: string) => html`<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Postbus van deze demonstratie</title>
<link rel="stylesheet" href="/dev/mailbox/style.css">
</head>
<body>
<main>
<h1>Postbus van deze demonstratie</h1>
<p>De mails gaan hier niet naar echte mensen. U leest ze op deze pagina. De nieuwste mail staat bovenaan.</p>
<p><a href="/dev/mailbox">Kijk of er nieuwe mail is</a> · <a href="/inloggen">Naar inloggen</a></p>
${letters.length === 0 ? html`<p>Er is nog geen mail.</p>` : letters.map((letter) => article(letter, zone))}
</main>
</body>
</html>
`
