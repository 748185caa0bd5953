import {
  MunicipalitySettings,
  MunicipalitySettingsInput,
} from '@portal/shared/programme/municipality-settings.ts'
import { Hono } from 'hono'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { changeSettings, findSettings } from './municipality-settings.ts'

const tags: [string] = ['Programme team']

/** What a municipality settles for itself. */
export const settingsRoutes = new Hono<AppEnv>()
  .get(
    '/municipality-settings',
    describe({
      summary: 'How waiting lists of the municipality are ordered and offered',
      tags,
      signedIn: true,
      answers: { 200: MunicipalitySettings },
    }),
    allow('change-settings'),
    async (c) => c.json(await findSettings(c.var.deps)),
  )
  .put(
    '/municipality-settings',
    describe({
      summary: 'Change them; it counts from the next offer on',
      tags,
      signedIn: true,
      answers: { 200: MunicipalitySettings },
      problems: ['invalid-input', 'changed-meanwhile'],
    }),
    allow('change-settings'),
    validate('json', MunicipalitySettingsInput),
    async (c) => c.json(await changeSettings(c.var.deps, signedIn(c.var.actor), c.req.valid('json'))),
  )
