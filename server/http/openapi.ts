import { type ProblemCode, ProblemDocument, problems } from '@portal/shared/problem.ts'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { generateSpecs } from 'hono-openapi'
import type { AppEnv } from '../app-env.ts'
import { refusalAnswer } from './describe.ts'
import { apiVersion } from './security-headers.ts'

/** Where the API lives; the document names its paths from here, as the Dutch API Design Rules ask. */
const root = '/api/v1'

type Answer = { description?: string; headers?: object }
type Operation = {
  tags?: string[]
  summary?: string
  description?: string
  requestBody?: { content: Record<string, unknown> }
  responses?: Record<string, Answer>
}
type Document = { paths: Record<string, Record<string, Operation>>; tags?: { name: string }[] }

/** What the guards before every route refuse with: no route describes these itself. */
function addCommonRefusals(method: string, operation: Operation): void {
  const codes: ProblemCode[] = [
    ...(method === 'get' ? [] : (['other-origin'] as const)),
    ...(operation.requestBody
      ? 'application/json' in operation.requestBody.content
        ? (['malformed-json', 'unsupported-content-type', 'body-too-large'] as const)
        : (['unsupported-content-type', 'file-too-large'] as const)
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

const { properties = {}, required = [] } = toJsonSchema(ProblemDocument, { errorMode: 'ignore' })
const standard = ['type', 'title', 'status', 'detail', 'instance']
const part = (isIn: (name: string) => boolean) => ({
  type: 'object' as const,
  properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isIn(name))) as Record<
    string,
    object
  >,
  required: required.filter(isIn),
})

/** RFC 9457's own members, and beside them those that it lets us add. */
const problemSchema = {
  allOf: [part((name) => standard.includes(name)), part((name) => !standard.includes(name))],
}

async function generate(app: Hono<AppEnv>, publicUrl: string): Promise<object> {
  const generated = await generateSpecs(app, {
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
      servers: [{ url: publicUrl + root }],
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
        schemas: { Problem: problemSchema },
        headers: {
          'API-Version': {
            description: 'Full version of the API, semantic.',
            schema: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
          },
        },
      },
    },
  })
  const document = generated as unknown as Document
  for (const [method, operation] of Object.values(document.paths).flatMap(Object.entries<Operation>)) {
    addCommonRefusals(method, operation)
    operation.description ??= `${operation.summary}.`
    for (const answer of Object.values(operation.responses ?? {}))
      answer.headers = { 'API-Version': { $ref: '#/components/headers/API-Version' } }
  }
  const tags = new Set(
    Object.values(document.paths).flatMap((each) => Object.values(each).flatMap((one) => one.tags ?? [])),
  )
  const paths = Object.entries(document.paths).map(([path, each]) => [path.slice(root.length), each] as const)
  return { ...document, tags: [...tags].map((name) => ({ name })), paths: Object.fromEntries(paths) }
}

/**
 * GET /api/v1/openapi.json: OpenAPI 3.1 of every route, generated once from the schemas that check and answer. Any site may
 * read it.
 */
export function openApi(app: Hono<AppEnv>) {
  let document: Promise<object> | undefined
  return createMiddleware<AppEnv>(async (c) => {
    document ??= generate(app, c.var.deps.settings.publicUrl)
    c.header('Access-Control-Allow-Origin', '*')
    return c.json(await document)
  })
}
