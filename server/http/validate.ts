import { validator } from 'hono-openapi'
import type * as v from 'valibot'
import { Problem } from './problem.ts'

type Target = 'json' | 'query' | 'param'

/** Path segments of an issue, as hono-openapi hands them over (Standard Schema). */
function pointerOf(
  target: Target,
  path: readonly (PropertyKey | { key: PropertyKey })[] | undefined,
): string {
  const keys = (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part))
  if (target !== 'json') return keys.join('.')
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/**
 * Reads and checks one part of a request. All wrong fields are answered at once (`invalid-input`), and what was sent is
 * not echoed. An unknown id in the path is `not-found`, as for anything that is not there.
 */
export const validate = <Schema extends v.GenericSchema, T extends Target>(target: T, schema: Schema) =>
  validator(target, schema, (result) => {
    if (result.success) return
    if (target === 'param') throw new Problem('not-found')
    throw new Problem('invalid-input', {
      detail: 'Some fields are not right; see errors.',
      errors: result.error.map((issue) => ({
        pointer: pointerOf(target, issue.path),
        // Valibot's own messages tell what was received: that may be a secret, so it is cut off.
        detail: issue.message.replace(/ but received .*$/s, ''),
      })),
    })
  })
