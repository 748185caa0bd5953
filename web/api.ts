import type { ProblemDocument } from '@portal/shared/problem.ts'
import { isServer } from 'solid-js/web'
import { requestLocals } from './request-locals.ts'

/** A refusal of the API, or no answer at all (`code` is `offline`). */
export class ApiProblem extends Error {
  readonly problem:
    | Pick<ProblemDocument, 'code' | 'errors' | 'refusals' | 'facts'>
    | { code: 'offline'; errors?: undefined; refusals?: undefined; facts?: undefined }
  readonly status: number
  constructor(status: number, problem: ApiProblem['problem']) {
    super(problem.code)
    this.name = 'ApiProblem'
    this.status = status
    this.problem = problem
  }
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>

/** On the server our own API without a network, in the browser the network. */
function asker(): Ask {
  if (!isServer) return (path, init) => globalThis.fetch(path, init)
  const fetch = requestLocals()?.fetch as Ask | undefined
  if (!fetch) throw new Error('No request under way.')
  return fetch
}

/**
 * One call of the API under /api/v1; the answer has the shape of its schema in shared. `ifVersion`: only when the thing still is what
 * was seen; else it is refused with `precondition-failed`, and nothing is overwritten.
 */
export async function api<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  ifVersion?: number | string,
): Promise<Answer> {
  return ask<Answer>(path, {
    method,
    keepalive: method !== 'GET',
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(ifVersion === undefined ? {} : { 'If-Match': `"${ifVersion}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** A POST that may be sent again: under the same `key` (a UUID) it is done once. */
export const apiOnce = <Answer>(path: string, key: string, body: unknown): Promise<Answer> =>
  ask<Answer>(path, {
    method: 'POST',
    keepalive: true,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
  })

/** One call with a file as the whole body. It may be larger than what a page that is left may still send. */
export const sendFile = <Answer>(path: string, file: Blob, type: string): Promise<Answer> =>
  ask<Answer>(path, { method: 'POST', headers: { 'Content-Type': type }, body: file })

async function ask<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await asker()(`/api/v1${path}`, init).catch(() => {
    throw new ApiProblem(0, { code: 'offline' })
  })
  const text = await response.text()
  const answer: unknown =
    text && response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : null
  if (!response.ok)
    throw new ApiProblem(response.status, (answer as ProblemDocument | null) ?? { code: 'internal-error' })
  return answer as Answer
}
