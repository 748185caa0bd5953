import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvCell, csvFile } from './csv-line.ts'

it('keeps what begins like a formula from being one', () => {
  for (const text of ['=1+1', '+31 6', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])
    expect(csvCell(text).replace(/^"/, ''), text).toMatch(/^'/)
  expect(csvCell('Noor')).toBe('Noor')
  expect(csvCell(3)).toBe('3')
  expect(csvCell(null)).toBe('')
})

it('never lets a cell begin like a formula, nor break out of its cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cell = csvCell(text)
      const inner = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
      expect(inner.trimStart()).not.toMatch(/^[=+\-@]/)
      if (!cell.startsWith('"')) expect(cell).not.toMatch(/[;\n\r"]/)
      expect(inner === text || inner === `'${text}`).toBe(true)
    }),
  )
})

it('makes a file that a Dutch spreadsheet opens', () => {
  expect(
    csvFile([
      ['Naam', 'Plek'],
      ['O"Neill; Jan', 1],
    ]),
  ).toBe('\ufeffNaam;Plek\r\n"O""Neill; Jan";1\r\n')
})
