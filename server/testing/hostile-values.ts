import type { JsonSchema } from './described-routes.ts'

/** Stands in every text that a test sends, so that an answer which repeats any of it is seen. */
export const marker = 'Zq7Marker'

/** Texts from which a sound value is picked by pattern and format; add one when a new pattern finds none. */
const soundTexts = [
  'Proef',
  '/proef',
  'WK079611',
  '2027-02-10',
  '15:00',
  '5223AB',
  '0197f0a0-0000-7000-8000-000000000001',
  '2027-01-10T12:00:00Z',
  'naam@voorbeeld.nl',
  'placed',
  '123456789AM',
  '2026',
  'www.voorbeeld.nl',
  '12345678',
  '8',
  '1',
]

const formats: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}-/,
  email: /@/,
  'date-time': /T/,
}

function soundText(schema: JsonSchema): string {
  const found = soundTexts.find(
    (text) =>
      (!schema.pattern || new RegExp(schema.pattern, 'u').test(text)) &&
      (!schema.format || formats[schema.format]?.test(text)) &&
      text.length >= (schema.minLength ?? 0) &&
      text.length <= (schema.maxLength ?? 1000),
  )
  if (found === undefined) throw new Error(`No sound text for ${JSON.stringify(schema)}: add one here.`)
  return found
}

const nonNull = (schema: JsonSchema) => schema.anyOf?.find((each) => each.type !== 'null') ?? schema
const isNullable = (schema: JsonSchema) => schema.anyOf?.some((each) => each.type === 'null') ?? false

/** A value that a schema allows, with every optional field filled in. */
export function soundValue(given: JsonSchema): unknown {
  const schema = nonNull(given)
  if (schema.enum) return schema.enum[0]
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, each]) => [key, soundValue(each)]),
    )
  }
  if (schema.type === 'array') return [soundValue(schema.items ?? {})]
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  return soundText(schema)
}

/** Is written to JSON as a number that JavaScript reads as infinite. */
const infinity = '@@1e999@@'
export const toJson = (value: unknown) => JSON.stringify(value).replaceAll(`"${infinity}"`, '1e999')

type Wrong = { what: string; value: unknown }

/** Values that a schema does not allow, and texts that cannot be kept. */
export function wrongValues(given: JsonSchema): Wrong[] {
  const schema = nonNull(given)
  const wrong: Wrong[] = [
    { what: 'an object', value: { [marker]: marker } },
    { what: 'an infinite number', value: infinity },
    ...(isNullable(given) ? [] : [{ what: 'null', value: null }]),
  ]
  if (schema.type === 'array') {
    wrong.push({ what: 'a text', value: marker }, { what: 'a list of lists', value: [[[[marker]]]] })
    if (schema.maxItems !== undefined) {
      const items = Array.from({ length: schema.maxItems + 1 }, () => soundValue(schema.items ?? {}))
      wrong.push({ what: 'one too many', value: items })
    }
    return wrong
  }
  if (schema.type === 'object') return [{ what: 'a text', value: marker }, ...wrong.slice(1)]
  wrong.push({ what: 'a list', value: [marker] })
  if (schema.type === 'integer' || schema.type === 'number') {
    wrong.push(
      { what: 'a text', value: '5' },
      { what: 'a part of a number', value: 2.5 },
      { what: 'less than nothing', value: -1 },
      { what: 'a thousand million and one', value: 1_000_000_001 },
    )
    return wrong
  }
  if (schema.type === 'boolean') {
    wrong.push({ what: 'a text', value: 'true' }, { what: 'one', value: 1 })
    return wrong
  }
  const sound = String(soundValue(schema))
  wrong.push(
    { what: 'a number', value: 12 },
    { what: 'true', value: true },
    { what: 'a NUL', value: `${sound}\u0000` },
    { what: 'half a character', value: `${sound}\ud800` },
    { what: 'far too long', value: marker.repeat(700) },
  )
  if (schema.enum) wrong.push({ what: 'another word', value: marker })
  if (schema.maxLength) wrong.push({ what: 'one too long', value: 'x'.repeat(schema.maxLength + 1) })
  if (schema.pattern?.includes('(19|20)')) {
    for (const date of ['9999-99-99', '2026-02-30', '1899-12-31', '10-02-2027', '0000-00-00'])
      wrong.push({ what: `the date ${date}`, value: date })
  }
  if (schema.pattern || schema.format) wrong.push({ what: 'another pattern', value: `<b>${marker}</b>` })
  return wrong
}

/** Every place in a value of a schema: objects, lists and leaves, with the schema that holds there. */
function placesIn(
  given: JsonSchema,
  path: (string | number)[] = [],
): { path: (string | number)[]; schema: JsonSchema; isRequired: boolean }[] {
  const schema = nonNull(given)
  const below =
    schema.type === 'object'
      ? Object.entries(schema.properties ?? {}).flatMap(([key, each]) =>
          placesIn(each, [...path, key]).map((place) => ({
            ...place,
            isRequired:
              place.path.length === path.length + 1
                ? (schema.required ?? []).includes(key)
                : place.isRequired,
          })),
        )
      : schema.type === 'array'
        ? placesIn(schema.items ?? {}, [...path, 0])
        : []
  return [{ path, schema: given, isRequired: false }, ...below]
}

function changed(
  value: unknown,
  path: (string | number)[],
  replace: (parent: Record<string | number, unknown>, key: string | number) => void,
): unknown {
  const copy = structuredClone(value)
  let parent = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>
  const last = path.at(-1)
  if (last !== undefined) replace(parent, last)
  return copy
}

export type WrongBody = { what: string; text: string; pointer: string }

/** Bodies of a route with one thing wrong in each, and where that is. */
export function wrongBodies(schema: JsonSchema): WrongBody[] {
  const sound = soundValue(schema)
  const bodies: WrongBody[] = [null, [], 'text', 5, true].map((value) => ({
    what: `the whole body is ${JSON.stringify(value)}`,
    text: JSON.stringify(value),
    pointer: '',
  }))
  for (const place of placesIn(schema).slice(1)) {
    const pointer = place.path.map((key) => `/${key}`).join('')
    for (const { what, value } of wrongValues(place.schema)) {
      const body = changed(sound, place.path, (parent, key) => {
        parent[key] = value
      })
      bodies.push({ what: `${pointer} is ${what}`, text: toJson(body), pointer })
    }
    if (!place.isRequired) continue
    const without = changed(sound, place.path, (parent, key) => {
      delete parent[key]
    })
    bodies.push({ what: `${pointer} is missing`, text: toJson(without), pointer })
  }
  return bodies
}

/** One body in which every field is wrong at once, with the pointers that have to be named. */
export function allWrong(schema: JsonSchema): { text: string; pointers: string[] } {
  const keys = Object.keys(schema.properties ?? {})
  return {
    text: JSON.stringify(Object.fromEntries(keys.map((key) => [key, { [marker]: 1 }]))),
    pointers: keys.map((key) => `/${key}`),
  }
}

/** Bodies that are strange but not wrong in themselves: whatever the answer, it is one that the route describes. */
export function strangeBodies(schema: JsonSchema): { what: string; text: string }[] {
  const sound = soundValue(schema) as Record<string, unknown>
  const inner = JSON.stringify(sound).slice(1, -1)
  const texts = (text: string) =>
    Object.fromEntries(
      Object.entries(sound).map(([key, value]) => [key, typeof value === 'string' ? text : value]),
    )
  return [
    { what: 'a prototype', text: `{"__proto__":{"isTeam":true},"constructor":{"prototype":{}},${inner}}` },
    { what: 'an unknown key', text: `{${inner},"${marker}":1}` },
    { what: 'keys that are named twice', text: `{${inner},${inner}}` },
    { what: 'very deep JSON', text: `{${inner},"deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}` },
    { what: 'HTML', text: JSON.stringify(texts(`<script>alert("${marker}")</script>`)) },
    { what: 'SQL', text: JSON.stringify(texts("'; DROP TABLE child; --")) },
    { what: 'marks of direction', text: JSON.stringify(texts('\u202eabc\u2066')) },
    { what: 'nothing but space', text: JSON.stringify(texts(' \u00a0\t')) },
    { what: 'nothing at all', text: '{}' },
  ]
}
