import type { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import type { AppEnv } from '../app-env.ts'
import { apiVersion } from './security-headers.ts'

/** GET /api/v1/openapi.json: OpenAPI 3.1 of every route, generated from the schemas that check and answer. */
export const openApi = (app: Hono<AppEnv>) =>
  openAPIRouteHandler(app, {
    includeEmptyPaths: false,
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
      },
    },
  })
