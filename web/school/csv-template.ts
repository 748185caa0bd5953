import { csvColumns } from '@portal/shared/pupils/pupil-import.ts'

/** Two invented pupils, so that it is plain how a line looks. */
const examples = [
  ['1001', 'Noor', 'van den', 'Berg', '31-12-2018', 'Groep 3', '3', '5223 AB'],
  ['1002', 'Yusuf', '', 'Kaya', '02-05-2016', 'Groep 5', '5', ''],
]

/** A CSV as a Dutch Excel opens it by itself: semicolons, and a byte order mark so that it is read as UTF-8. */
export const csvTemplate = (): string =>
  `\ufeff${[csvColumns, ...examples].map((cells) => cells.join(';')).join('\r\n')}\r\n`

/** Hands the browser the file to keep. */
export function saveTemplate(): void {
  const address = URL.createObjectURL(new Blob([csvTemplate()], { type: 'text/csv' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: 'leerlingen.csv' })
  link.click()
  URL.revokeObjectURL(address)
}
