import type { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'

/** As much of JSON Schema as our own schemas use. */
export type JsonSchema = {
  type?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  enum?: unknown[]
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
}

type Parameter = { in: 'path' | 'query'; name: string; schema: JsonSchema; required?: boolean }

/** A route as the OpenAPI document describes it. `path` is the whole one, with `{id}`. */
export type DescribedRoute = {
  name: string
  method: string
  path: string
  parameters: Parameter[]
  body: JsonSchema | null
  statuses: Set<number>
}

type Operation = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, unknown>
}

/** Every route of GET /api/v1/openapi.json, so that a new one is tried by itself. */
export async function describedRoutes(app: Hono<AppEnv>): Promise<DescribedRoute[]> {
  const document = (await (await app.request('/api/v1/openapi.json')).json()) as {
    servers: { url: string }[]
    paths: Record<string, Record<string, Operation>>
  }
  const root = new URL(document.servers[0]?.url ?? '').pathname
  return Object.entries(document.paths)
    .flatMap(([relative, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path: root + relative, method, operation })),
    )
    .map(({ path, method, operation }) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content['application/json']?.schema ?? null,
      statuses: new Set(Object.keys(operation.responses).map(Number)),
    }))
}
