import { type ProblemCode, problems } from '@portal/shared/problem.ts'
import { describeRoute, resolver } from 'hono-openapi'
import type * as v from 'valibot'

type Description = {
  summary: string
  tags: [string]
  /** Status to schema; null for an answer without a body. */
  answers: Record<number, v.GenericSchema | null>
  /** Codes with which this route may refuse, besides those of every route. */
  problems?: ProblemCode[]
  /** Hidden from visitors: needs a session cookie. */
  signedIn?: boolean
  /** The body is a file of one of these types, as it is; it is read after all guards. */
  file?: readonly string[]
}

/** The answer of a refusal with one of these codes; openapi.ts keeps the schema that it refers to. */
export const refusalAnswer = (codes: readonly ProblemCode[]) => ({
  description: codes.join(', '),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

/**
 * Describes a route for OpenAPI from the schemas with which it answers. Every route has one; what the guards before all
 * routes answer is added by openapi.ts.
 */
export function describe(description: Description) {
  const refusals = new Map<number, ProblemCode[]>()
  for (const code of [
    ...(description.problems ?? []),
    ...(description.signedIn ? (['not-signed-in', 'not-allowed'] as const) : []),
    'internal-error' as const,
  ]) {
    const { status } = problems[code]
    refusals.set(status, [...(refusals.get(status) ?? []), code])
  }
  return describeRoute({
    summary: description.summary,
    tags: description.tags,
    ...(description.signedIn ? { security: [{ session: [] }] } : {}),
    ...(description.file
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              description.file.map((type) => [
                type,
                { schema: { type: 'string' as const, format: 'binary' } },
              ]),
            ),
          },
        }
      : {}),
    responses: Object.fromEntries([
      ...Object.entries(description.answers).map(([status, schema]) => [
        status,
        {
          description: description.summary,
          ...(schema
            ? {
                content: {
                  'application/json': {
                    schema: resolver(schema, {
                      errorMode: 'ignore',
                      typeMode: 'output',
                    }),
                  },
                },
              }
            : {}),
        },
      ]),
      ...[...refusals].map(([status, codes]) => [String(status), refusalAnswer(codes)]),
    ]),
  })
}
