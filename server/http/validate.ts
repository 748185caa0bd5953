import type { Context } from 'hono'
import { validator } from 'hono-openapi'
import * as v from 'valibot'
import type { AppEnv } from '../app-env.ts'
import { Problem } from './problem.ts'

type Target = 'json' | 'query' | 'param'

/** A wrong field: JSON pointer into the body, or name of a query key. */
export type FieldError = { pointer: string; detail: string }

/** What else is wrong with the fields that a schema finds right: it is asked when others are wrong, so that all are named at once. */
type AlsoWrong<Input> = (c: Context<AppEnv>, sound: Partial<Input>) => Promise<FieldError[]>

/** Path segments of an issue, as hono-openapi hands them over (Standard Schema). */
function pointerOf(
  target: Target,
  path: readonly (PropertyKey | { key: PropertyKey })[] | undefined,
): string {
  const keys = (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part))
  if (target !== 'json') return keys.join('.')
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The fields of a body of which the schema has nothing to say. */
function soundFields<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): Partial<v.InferOutput<Schema>> {
  const { output, issues } = v.safeParse(schema, body)
  const wrong = new Set(issues?.map((issue) => issue.path?.[0]?.key))
  if (typeof output !== 'object' || output === null || wrong.has(undefined)) return {}
  return Object.fromEntries(Object.entries(output).filter(([key]) => !wrong.has(key))) as Partial<
    v.InferOutput<Schema>
  >
}

const refuse = (errors: FieldError[]) =>
  new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })

/**
 * Reads and checks one part of a request. All wrong fields are answered at once (`invalid-input`), and what was sent is
 * not echoed. An unknown id in the path is `not-found`, as for anything that is not there.
 */
export const validate = <Schema extends v.GenericSchema, T extends Target>(
  target: T,
  schema: Schema,
  alsoWrong?: AlsoWrong<v.InferOutput<Schema>>,
) =>
  validator(target, schema, async (result, c) => {
    // A list would pass for an object of which every field is optional; the text tells it without being parsed once more.
    const text = target === 'json' ? await c.req.text() : ''
    if (/^\s*\[/.test(text)) throw refuse([{ pointer: '', detail: 'Send an object.' }])
    if (result.success) return
    const body: unknown = text ? await c.req.json().catch(() => null) : null
    if (target === 'param') throw new Problem('not-found')
    const errors = result.error.map((issue) => ({
      pointer: pointerOf(target, issue.path),
      // Valibot's own messages tell what was received: that may be a secret, so it is cut off.
      detail: issue.message.replace(/ but received .*$/s, ''),
    }))
    const more = alsoWrong ? await alsoWrong(c as Context<AppEnv>, soundFields(schema, body)) : []
    throw refuse([...errors, ...more])
  })
