import * as v from 'valibot'
import { SettingsError } from './settings-error.ts'
import { type IdentityProvider, readIdentityProviders } from './sign-in/identity-provider-settings.ts'

/** Checked settings of this process; see the README for the environment variables behind them. */
export type Settings = {
  host: string
  port: number
  /** Origin without a slash at the end; in links and mail, and the only origin that may change state. */
  publicUrl: string
  /** Null: the embedded database. */
  databaseUrl: string | null
  smtpUrl: string | null
  mailFrom: string
  isDemo: boolean
  /** Newest first; the first signs, all verify. At least 32 characters each. Empty: made and kept beside the embedded database. */
  secretKeys: string[]
  rateLimits: boolean
  logLevel: string
  /** Where people can sign in besides by mail, in the order in which they are offered. */
  identityProviders: IdentityProvider[]
}

const loopback = ['localhost', '127.0.0.1', '[::1]', '::1']

/** Whether only this machine can reach the portal, going by its public address. */
export const isOnThisMachine = (settings: Pick<Settings, 'publicUrl'>): boolean =>
  loopback.includes(new URL(settings.publicUrl).hostname)

const OnOff = v.picklist(['on', 'off'])
const Port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.minValue(1), v.maxValue(65_535))
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** A URL with one of these schemes, or null when it is none. */
function urlOf(text: string, schemes: string[]): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && schemes.includes(url.protocol) ? url : null
}

/**
 * Reads the settings from the environment (contract.md's table).
 * @throws SettingsError naming the first variable that is wrong; its value is not repeated when it may hold a secret
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = (name: string) => env[name]?.trim() || undefined
  const port = v.safeParse(Port, given('PORT') ?? '3000')
  if (!port.success) throw new SettingsError(`PORT must be a number from 1 to 65535, not "${given('PORT')}".`)
  const host = given('HOST') ?? '127.0.0.1'
  const onOff = (name: string, otherwise: 'on' | 'off') => {
    const value = v.safeParse(OnOff, given(name) ?? otherwise)
    if (!value.success) throw new SettingsError(`${name} must be "on" or "off", not "${given(name)}".`)
    return value.output === 'on'
  }
  const databaseUrl = given('DATABASE_URL') ?? null
  if (databaseUrl && !urlOf(databaseUrl, ['postgres:', 'postgresql:'])) {
    throw new SettingsError('DATABASE_URL must look like postgres://user:password@host:5432/database.')
  }
  const publicUrl = urlOf(given('PUBLIC_URL') ?? `http://localhost:${port.output}`, ['http:', 'https:'])
  if (publicUrl?.pathname !== '/' || publicUrl.search) {
    throw new SettingsError('PUBLIC_URL must be an address such as https://portal.example, without a path.')
  }
  const smtpUrl = given('SMTP_URL') ?? null
  if (smtpUrl && !urlOf(smtpUrl, ['smtp:', 'smtps:'])) {
    throw new SettingsError('SMTP_URL must look like smtp://user:password@host:587.')
  }
  const isDemo = onOff('DEMO', databaseUrl ? 'off' : 'on')
  if (!isDemo && !smtpUrl) {
    throw new SettingsError(
      'SMTP_URL is needed when DEMO is off: people sign in by a link that is mailed to them.',
    )
  }
  const rateLimits = onOff('RATE_LIMITS', 'on')
  if (!rateLimits && !(isDemo && loopback.includes(host))) {
    throw new SettingsError(
      'RATE_LIMITS can be off only in demonstration mode (DEMO=on) on a loopback address (HOST).',
    )
  }
  const secretKeys = (given('SECRET_KEYS') ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean)
  if (secretKeys.some((key) => key.length < 32)) {
    throw new SettingsError(
      'SECRET_KEYS must be keys of at least 32 characters, separated by commas, the newest first.',
    )
  }
  if (databaseUrl && secretKeys.length === 0) {
    throw new SettingsError(
      'SECRET_KEYS is needed with DATABASE_URL: keys of at least 32 characters, separated by commas.',
    )
  }
  const logLevel = given('LOG_LEVEL') ?? 'info'
  if (!levels.includes(logLevel)) {
    throw new SettingsError(`LOG_LEVEL must be one of ${levels.join(', ')}, not "${logLevel}".`)
  }
  const mailFrom = given('MAIL_FROM') ?? 'Rijke Schooldag <noreply@demo.example>'
  if (/[\r\n]/.test(mailFrom) || !mailFrom.includes('@')) {
    throw new SettingsError(
      'MAIL_FROM must be a mail address, or a name and an address as in Naam <naam@voorbeeld.nl>.',
    )
  }
  return {
    host,
    port: port.output,
    publicUrl: publicUrl.origin,
    databaseUrl,
    smtpUrl,
    mailFrom,
    isDemo,
    secretKeys,
    rateLimits,
    logLevel,
    identityProviders: readIdentityProviders(given),
  }
}
