import { Problem } from '../../http/problem.ts'

/** Why a file cannot be read at all: the end of a key of the Dutch sentences (`file-unreadable.<reason>`). */
export type UnreadableReason =
  | 'empty'
  | 'spreadsheet'
  | 'encoding'
  | 'quotes'
  | 'not-csv'
  | 'not-xml'
  | 'not-edexml'
  | 'doctype'
  | 'key-twice'
  | 'too-many'

/** A file that is no use as a whole; `line` where it is known. Nothing of its contents is told. */
export const unreadable = (reason: UnreadableReason, line: number | null = null) =>
  new Problem('file-unreadable', {
    detail: 'The file cannot be read; see the facts.',
    facts: { reason, ...(line === null ? {} : { line }) },
  })

const starts = (bytes: Uint8Array, ...with_: number[]) => with_.every((byte, index) => bytes[index] === byte)

/** Strictly: a byte that cannot be is an error, not a question mark. */
function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/**
 * Text of a file of which nobody said the encoding: by its byte order mark; else UTF-8 where it is sound UTF-8; else
 * Windows-1252, in which a Dutch Excel writes. The mark itself goes.
 * @throws Problem file-unreadable
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length === 0) throw unreadable('empty')
  // A workbook is a zip; an older one is an OLE file.
  if (starts(bytes, 0x50, 0x4b, 3, 4) || starts(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw unreadable('spreadsheet')
  const marked = starts(bytes, 0xef, 0xbb, 0xbf)
    ? decodeAs('utf-8', bytes)
    : starts(bytes, 0xff, 0xfe)
      ? decodeAs('utf-16le', bytes)
      : starts(bytes, 0xfe, 0xff)
        ? decodeAs('utf-16be', bytes)
        : undefined
  const text = marked === undefined ? (decodeAs('utf-8', bytes) ?? decodeAs('windows-1252', bytes)) : marked
  // What is left of UTF-16 without a mark, or of something that is no text at all.
  if (text === null || text.includes('\0')) throw unreadable('encoding')
  if (text.trim() === '') throw unreadable('empty')
  return text
}

/** Encodings that EDEXML comes in; any other name is refused rather than guessed. */
const known = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['utf-16', 'utf-16'],
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
])

/**
 * Text of an XML file, by its byte order mark, or by the encoding in its declaration, which has to be true.
 * @throws Problem file-unreadable
 */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes.length === 0) throw unreadable('empty')
  if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff) || starts(bytes, 0xef, 0xbb, 0xbf))
    return decodeText(bytes)
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1]?.toLowerCase()
  const label = declared === undefined ? 'utf-8' : known.get(declared)
  // UTF-16 without its mark cannot have been read as far as its declaration.
  const text = label === undefined || label === 'utf-16' ? null : decodeAs(label, bytes)
  if (text === null || text.includes('\0')) throw unreadable('encoding')
  return text
}
