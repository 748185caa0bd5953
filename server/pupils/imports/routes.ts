import { ImportPreview, PupilImport } from '@portal/shared/pupils/pupil-import.ts'
import { Id } from '@portal/shared/wire.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../../access/allow.ts'
import type { AppEnv } from '../../app-env.ts'
import { describe } from '../../http/describe.ts'
import { fileTypes } from '../../http/request-guards.ts'
import { validate } from '../../http/validate.ts'
import { holdToOwnSchool } from '../../schools/own-school.ts'
import { bringIn } from './bring-in.ts'
import { findImport } from './find-import.ts'
import { previewImport } from './preview-import.ts'
import { formatOf, type SentFile } from './read-file.ts'

const tags: [string] = ['Pupils']
const ById = v.object({ id: Id })
const OneImport = v.object({ id: Id, importId: Id })
const Query = v.object({ makeGroups: v.optional(v.picklist(['true', 'false']), 'false') })

/** Only after it is known that the school is one's own: of somebody else no file is read. */
async function sentFile(c: Context<AppEnv>, schoolId: string): Promise<SentFile> {
  holdToOwnSchool(signedIn(c.var.actor), schoolId)
  return {
    format: formatOf(c.req.header('Content-Type') ?? ''),
    bytes: new Uint8Array(await c.req.arrayBuffer()),
  }
}

const refusals = [
  'not-found',
  'file-unreadable',
  'file-columns-missing',
  'file-of-other-school',
  'file-of-other-year',
] as const

/** Pupils from a file: what it would do, bringing it in, and how far that is. */
export const pupilImportRoutes = new Hono<AppEnv>()
  .post(
    '/schools/:id/pupil-imports/previews',
    describe({
      summary: 'What a CSV or EDEXML file would do, with errors per line; changes nothing',
      tags,
      signedIn: true,
      file: fileTypes,
      answers: { 200: ImportPreview },
      problems: [...refusals],
    }),
    allow('keep-pupils'),
    validate('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await previewImport(c.var.deps, signedIn(c.var.actor), id, await sentFile(c, id)))
    },
  )
  .post(
    '/schools/:id/pupil-imports',
    describe({
      summary: 'Bring a CSV or EDEXML file in: all of it or nothing; ask again how far it is',
      tags,
      signedIn: true,
      file: fileTypes,
      answers: { 202: PupilImport },
      problems: [...refusals, 'invalid-input', 'file-has-errors', 'import-needs-groups', 'import-running'],
    }),
    allow('keep-pupils'),
    validate('param', ById),
    validate('query', Query),
    async (c) => {
      const { id } = c.req.valid('param')
      const makeGroups = c.req.valid('query').makeGroups === 'true'
      const file = await sentFile(c, id)
      return c.json(await bringIn(c.var.deps, signedIn(c.var.actor), id, file, makeGroups), 202)
    },
  )
  .get(
    '/schools/:id/pupil-imports/:importId',
    describe({
      summary: 'How far a file is, or what came of it',
      tags,
      signedIn: true,
      answers: { 200: PupilImport },
      problems: ['not-found'],
    }),
    allow('keep-pupils'),
    validate('param', OneImport),
    async (c) => {
      const { id, importId } = c.req.valid('param')
      return c.json(await findImport(c.var.deps, signedIn(c.var.actor), id, importId))
    },
  )
