/**
 * A cell of a CSV that a spreadsheet opens. What begins like a formula gets a quote before it, so that no name of a pupil is ever
 * calculated (OWASP, CSV injection); also after spaces and control characters, which spreadsheets skip.
 */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const safe = /^[\p{Z}\p{C}]*[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text
  return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A whole file as a Dutch spreadsheet opens it by itself: semicolons, and a byte order mark so that it is read as UTF-8. */
export const csvFile = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\ufeff${rows.map((cells) => cells.map(csvCell).join(';')).join('\r\n')}\r\n`
