import { type ProblemCode, ProblemDocument, problems } from '@portal/shared/problem.ts'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { generateSpecs } from 'hono-openapi'
import type { AppEnv } from '../app-env.ts'
import { refusalAnswer } from './describe.ts'
import { apiVersion } from './security-headers.ts'

type Operation = { requestBody?: unknown; responses?: Record<string, { description?: string }> }
type Document = { paths: Record<string, Record<string, Operation>> }

/** What the guards before every route refuse with: no route describes these itself. */
function addCommonRefusals(document: Document): void {
  for (const operations of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const codes: ProblemCode[] = [
        ...(method === 'get' ? [] : (['other-origin'] as const)),
        ...(operation.requestBody
          ? (['malformed-json', 'unsupported-content-type', 'body-too-large'] as const)
          : []),
        'unavailable',
      ]
      operation.responses ??= {}
      for (const code of codes) {
        const answer = operation.responses[problems[code].status]
        if (!answer) operation.responses[problems[code].status] = refusalAnswer([code])
        else if (!answer.description?.split(', ').includes(code)) answer.description += `, ${code}`
      }
    }
  }
}

async function generate(app: Hono<AppEnv>): Promise<unknown> {
  const document = await generateSpecs(app, {
    includeEmptyPaths: false,
    // The library's own idea of a 400 is not ours.
    defaultValidationErrorResponse: false,
    documentation: {
      openapi: '3.1.0',
      info: {
        title: 'Rijke Schooldag portal',
        version: apiVersion,
        description:
          'Activities around the school day: find one, check it, enrol. Errors are RFC 9457 problem documents.',
        contact: {
          name: 'Rijke Schooldag portal',
          url: 'https://github.com/rijke-schooldag/portal',
          email: 'portal@demo.example',
        },
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
        schemas: { Problem: toJsonSchema(ProblemDocument, { errorMode: 'ignore' }) as object },
      },
    },
  })
  addCommonRefusals(document as unknown as Document)
  return document
}

/** GET /api/v1/openapi.json: OpenAPI 3.1 of every route, generated once from the schemas that check and answer. */
export function openApi(app: Hono<AppEnv>) {
  let document: Promise<unknown> | undefined
  return createMiddleware<AppEnv>(async (c) => {
    document ??= generate(app)
    return c.json((await document) as object)
  })
}
