import { Readable } from 'node:stream'
import { type CsvColumn, csvColumns, mostRows, requiredColumns } from '@portal/shared/pupils/pupil-import.ts'
import { CsvError, parse } from 'csv-parse'
import { Problem } from '../../http/problem.ts'
import { decodeText, unreadable } from './decode-text.ts'
import type { RawRow } from './import-row.ts'

/** The longest line that anybody means: beyond it a quotation mark was never closed. */
const longestLine = 20_000

/** The separator is the one that stands most in the first line, outside quotation marks. */
function separatorOf(text: string): ';' | ',' | '\t' {
  const header = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = ([';', ',', '\t'] as const).map((mark) => ({ mark, count: header.split(mark).length - 1 }))
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).mark
}

/** The first line that is too long to be meant, from 1; null when there is none. The parser counts no separators. */
function overlongLine(text: string): number | null {
  let line = 1
  let begin = 0
  for (let at = 0; at <= text.length; at += 1) {
    const mark = text.charCodeAt(at)
    if (at < text.length && mark !== 10 && mark !== 13) continue
    if (at - begin > longestLine) return line
    // Windows ends a line with both.
    if (mark !== 10 || text.charCodeAt(at - 1) !== 13) line += 1
    begin = at + 1
  }
  return null
}

/** Names under which a column may stand, besides its own: as people and pupil administrations write them. */
const alsoCalled: Record<string, CsvColumn> = {
  nummer: 'leerlingnummer',
  'leerling nr': 'leerlingnummer',
  leerlingnr: 'leerlingnummer',
  roepnaam: 'voornaam',
  voorvoegsel: 'tussenvoegsel',
  tussenvoegsels: 'tussenvoegsel',
  klas: 'groep',
  leerjaar: 'jaar',
  jaargroep: 'jaar',
}

/** A heading as a column: case, spaces around it, dashes and underscores do not count. Null for one that the portal does not use. */
function columnOf(heading: string): CsvColumn | null {
  const name = heading.normalize('NFKC').toLowerCase().replace(/[_-]/g, ' ').replace(/\s+/g, ' ').trim()
  const joined = name.replaceAll(' ', '')
  return csvColumns.find((column) => column === joined) ?? alsoCalled[name] ?? alsoCalled[joined] ?? null
}

function placesOf(headings: readonly string[]): Map<number, CsvColumn> {
  const places = new Map<number, CsvColumn>()
  for (const [index, heading] of headings.entries()) {
    const column = columnOf(heading)
    if (column && ![...places.values()].includes(column)) places.set(index, column)
  }
  const found = new Set(places.values())
  const missing = requiredColumns.filter((column) => !found.has(column))
  if (missing.length > 0) {
    throw new Problem('file-columns-missing', {
      detail: 'The first line has to name these columns.',
      facts: { columns: missing.join(', ') },
    })
  }
  return places
}

/** So many bytes are parsed before others get their turn: a large file takes more than a second. */
const chunk = 64 * 1024

async function* partsOf(bytes: Buffer) {
  for (let from = 0; from < bytes.length; from += chunk) {
    yield bytes.subarray(from, from + chunk)
    await new Promise(setImmediate)
  }
}

/**
 * Reads pupils from a CSV in any of the usual encodings and separators; the columns may stand in any order. Columns that the
 * portal does not use are dropped while reading.
 * @throws Problem file-unreadable, file-columns-missing
 */
export async function readCsv(bytes: Uint8Array): Promise<RawRow[]> {
  const text = decodeText(bytes)
  if (text.trimStart().startsWith('<')) throw unreadable('not-csv')
  const overlong = overlongLine(text)
  if (overlong !== null) throw unreadable('quotes', overlong)
  const parser = parse({
    delimiter: separatorOf(text),
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: longestLine,
  })
  const source = Readable.from(partsOf(Buffer.from(text)))
  source.pipe(parser)
  const raws: RawRow[] = []
  let places: Map<number, CsvColumn> | null = null
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      if (!places) {
        places = placesOf(record)
        continue
      }
      if (record.every((cell) => cell.trim() === '')) continue
      if (raws.length >= mostRows) throw unreadable('too-many')
      const raw: RawRow = { line: info.lines }
      for (const [index, column] of places) raw[column] = record[index] ?? ''
      raws.push(raw)
    }
  } catch (error) {
    // Its own message repeats what stands in the file.
    if (error instanceof CsvError) {
      const { lines } = error as CsvError & { lines?: number }
      throw unreadable('quotes', typeof lines === 'number' ? lines : null)
    }
    throw error
  } finally {
    source.destroy()
  }
  if (!places || raws.length === 0) throw unreadable('empty')
  return raws
}
