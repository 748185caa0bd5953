import {
  type Facts,
  type ProblemCode,
  type ProblemDocument,
  problems,
  type Refusal,
} from '@portal/shared/problem.ts'

/** Base of `type` in a problem document (RFC 9457): it ends in the code. */
const typeBase = 'urn:problem:rijke-schooldag:'

type ProblemParts = {
  /** English sentence for developers; never anything secret, never what was sent. */
  detail?: string
  facts?: Facts
  /** Each wrong field: `pointer` is a JSON pointer into the body, or the name of a query key. */
  errors?: { pointer: string; detail: string; code?: string }[]
  refusals?: Refusal[]
  /** Seconds after which to try again (429, 503). */
  retryAfter?: number
}

/** A refusal. Thrown inside a transaction it rolls back; the error handler turns it into a problem document. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly parts: ProblemParts

  constructor(code: ProblemCode, parts: ProblemParts = {}) {
    super(parts.detail ?? problems[code].title)
    this.name = 'Problem'
    this.code = code
    this.parts = parts
  }
}

/** The document of a problem, as it goes on the wire. */
export function problemDocument(problem: Problem): ProblemDocument {
  const { status, title } = problems[problem.code]
  const { detail, facts, errors, refusals } = problem.parts
  return {
    type: `${typeBase}${problem.code}`,
    title,
    status,
    detail: detail ?? `${title}.`,
    code: problem.code,
    ...(errors ? { errors } : {}),
    ...(refusals ? { refusals } : {}),
    ...(facts ? { facts } : {}),
  }
}

/** The answer for a problem: `application/problem+json`, never cached. */
export function problemResponse(problem: Problem): Response {
  const { retryAfter } = problem.parts
  return new Response(JSON.stringify(problemDocument(problem)), {
    status: problems[problem.code].status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(retryAfter))) }),
    },
  })
}

/** The problem of several refusals: status and code are those of the first, the most telling one. */
export function refusalProblem(refusals: readonly [Refusal, ...Refusal[]]): Problem {
  const [first] = refusals
  return new Problem(first.code, { detail: first.detail, facts: first.facts, refusals: [...refusals] })
}
