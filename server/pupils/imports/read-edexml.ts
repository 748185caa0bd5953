import { type CsvColumn, mostRows, type RowError } from '@portal/shared/pupils/pupil-import.ts'
import { schoolYearName } from '@portal/shared/schools/school-year.ts'
import { SaxesParser } from 'saxes'
import { Problem } from '../../http/problem.ts'
import type { SchoolFacts } from '../../schools/own-school.ts'
import { decodeXml, unreadable } from './decode-text.ts'
import type { RawRow } from './import-row.ts'

/**
 * Of a pupil only these are read. Everything else (citizen number, ethnicity, countries, photo, eckid, mail address, weight) is
 * passed over while parsing: its text is never even gathered.
 */
const pupilFields: Record<string, CsvColumn | 'voornamen'> = {
  achternaam: 'achternaam',
  voorvoegsel: 'tussenvoegsel',
  roepnaam: 'voornaam',
  voornamen: 'voornamen',
  geboortedatum: 'geboortedatum',
  jaargroep: 'jaar',
  postcodenl: 'postcode',
}
const schoolFields = new Set(['schooljaar', 'brincode', 'dependancecode'])

/** A longer text is no name, code or date; it is cut off so that it is refused without being kept. */
const longestText = 2000
/** So much is parsed before others get their turn. */
const chunk = 64 * 1024

type Group = { name: string; year: string; isCombined: boolean }
type PupilElement = RawRow & { voornamen?: string; groupKey?: string; combinedKey?: string }

/** What was gathered from a file, before its keys are resolved. */
type Gathered = {
  school: Record<string, string>
  groups: Map<string, Group>
  pupils: PupilElement[]
}

/**
 * Gathers what the portal reads. No document type, and so no entity of anybody's making: both are refused where they begin.
 * @throws Problem file-unreadable
 */
async function gather(text: string): Promise<Gathered> {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const found: Gathered = { school: {}, groups: new Map(), pupils: [] }
  const path: string[] = []
  const keys = new Set<string>()
  let field: string | null = null
  let value = ''
  let group: (Group & { key: string }) | null = null
  let pupil: PupilElement | null = null
  let isEdex = false

  const keyOf = (attributes: Record<string, string>) => {
    const key = attributes.key?.trim() ?? ''
    if (key === '' || key.length > 256) throw unreadable('not-edexml', parser.line)
    return key
  }
  parser.on('error', () => {
    // Its message repeats what stands in the file.
    throw unreadable('not-xml', parser.line)
  })
  parser.on('doctype', () => {
    throw unreadable('doctype', parser.line)
  })
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name)
    const depth = path.length
    if (depth === 1) {
      if (name !== 'EDEX') throw unreadable('not-edexml', parser.line)
      isEdex = true
    }
    if (depth > 60) throw unreadable('not-xml', parser.line)
    field = null
    value = ''
    if (depth === 3 && path[1] === 'school' && schoolFields.has(name)) field = name
    if (depth === 3 && path[1] === 'groepen' && (name === 'groep' || name === 'samengestelde_groep')) {
      group = { key: keyOf(attributes), name: '', year: '', isCombined: name !== 'groep' }
      if (found.groups.has(group.key)) throw unreadable('key-twice', parser.line)
    }
    if (depth === 4 && group && (name === 'naam' || name === 'jaargroep')) field = name
    if (depth === 3 && path[1] === 'leerlingen' && name === 'leerling') {
      if (found.pupils.length >= mostRows) throw unreadable('too-many')
      pupil = { line: parser.line, leerlingnummer: keyOf(attributes) }
      if (keys.has(pupil.leerlingnummer ?? '')) throw unreadable('key-twice', parser.line)
      keys.add(pupil.leerlingnummer ?? '')
    }
    if (!pupil) return
    if (depth === 4 && name in pupilFields) field = name
    if (depth === 4 && name === 'groep') pupil.groupKey = keyOf(attributes)
    if (depth === 5 && path[3] === 'samengestelde_groepen' && name === 'samengestelde_groep')
      pupil.combinedKey ??= keyOf(attributes)
  })
  const add = (text: string) => {
    if (field && value.length <= longestText) value += text
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', ({ name }) => {
    const depth = path.length
    if (field === name) {
      if (group && name === 'naam') group.name = value.trim()
      else if (group && name === 'jaargroep') group.year = value.trim()
      else if (pupil) pupil[pupilFields[name] ?? 'voornamen'] = value.trim()
      else found.school[name] = value.trim()
    }
    field = null
    value = ''
    if (depth === 3 && group) {
      const { key, ...rest } = group
      found.groups.set(key, rest)
      group = null
    }
    if (depth === 3 && pupil) {
      found.pupils.push(pupil)
      pupil = null
    }
    path.pop()
  })
  for (let from = 0; from < text.length; from += chunk) {
    parser.write(text.slice(from, from + chunk))
    await new Promise(setImmediate)
  }
  parser.close()
  if (!isEdex) throw unreadable('not-edexml')
  return found
}

/** @throws Problem file-of-other-school, file-of-other-year */
function holdToSchool(found: Record<string, string>, school: SchoolFacts, schoolYear: number): void {
  const brin = found.brincode?.toUpperCase() ?? ''
  const location = found.dependancecode && found.dependancecode !== '00' ? found.dependancecode : null
  if (brin !== school.brin || (location !== null && location !== school.locationNumber)) {
    throw new Problem('file-of-other-school', {
      detail: 'The brincode (and dependancecode) of the file have to be those of the school.',
      facts: { expected: `${school.brin} ${school.locationNumber}` },
    })
  }
  const expected = schoolYearName(schoolYear)
  if (found.schooljaar !== expected) throw new Problem('file-of-other-year', { facts: { expected } })
}

/** Years that the portal knows: 1-8, and 11-16 for 1-6 of secondary education. Others (0, S, V, C, N …) are none. */
function yearOf(code: string | undefined): string {
  if (code && /^[1-8]$/.test(code)) return code
  if (code && /^1[1-6]$/.test(code)) return String(Number(code) - 10)
  return ''
}

/**
 * Reads groups and pupils from EDEXML 2.1. The year of a pupil is its own where it stands with it (in a combined group it always
 * does), else that of its group. Those who left (year H) are passed over.
 * @throws Problem file-unreadable, file-of-other-school, file-of-other-year
 */
export async function readEdexml(
  bytes: Uint8Array,
  school: SchoolFacts,
  schoolYear: number,
): Promise<{ raws: RawRow[]; errors: RowError[]; skipped: number }> {
  const { school: facts, groups, pupils } = await gather(decodeXml(bytes))
  holdToSchool(facts, school, schoolYear)
  if (pupils.length === 0) throw unreadable('empty')
  const errors: RowError[] = []
  const raws: RawRow[] = []
  let skipped = 0
  for (const { voornamen, groupKey, combinedKey, ...pupil } of pupils) {
    if (pupil.jaar?.toUpperCase() === 'H') {
      skipped += 1
      continue
    }
    const key = combinedKey ?? groupKey
    const group = key === undefined ? undefined : groups.get(key)
    const own = groupKey === undefined ? undefined : groups.get(groupKey)
    const unresolved = [groupKey, combinedKey].some((each) => each !== undefined && !groups.has(each))
    if (unresolved) {
      errors.push({ line: pupil.line, column: 'groep', code: 'unknown-group-key' })
      continue
    }
    raws.push({
      ...pupil,
      // Who goes by no other name is called by the first of the given ones.
      voornaam: pupil.voornaam || voornamen?.split(/\s+/)[0] || '',
      jaar: yearOf(pupil.jaar) || yearOf(own?.year),
      // The format allows 64 characters, the portal 60.
      groep: group?.name.slice(0, 60) ?? '',
    })
  }
  return { raws, errors, skipped }
}
