import { type ProviderAudience, providerAudiences } from '@portal/shared/sign-in/openid.ts'
import { SettingsError } from '../settings-error.ts'

/** An OpenID provider where people can sign in. */
export type IdentityProvider = {
  /** Name of it in the settings, in small letters. */
  key: string
  /** As its discovery document names itself. */
  issuer: string
  clientId: string
  clientSecret: string
  /** On the button, in Dutch. */
  label: string
  for: ProviderAudience
  /** What is asked of it, `openid` included. */
  scope: string
  /** Claim that holds BRINs, with or without the number of the location. */
  schoolClaim: string | null
  /** Claim that holds numbers of the chamber of commerce, or ids of organisations here. */
  organisationClaim: string | null
  /** Somebody is of the team when this claim is, or holds, this value. */
  team: { claim: string; value: string } | null
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** An https address, or http on this machine itself: what a provider says is not to be read or changed on the way. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash, username } = new URL(text)
  if (search || hash || username || text.length > 500) return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname))
}

/** Claims that only mean something for one kind of people. */
const claimOf = { school: 'SCHOOL_CLAIM', provider: 'ORGANISATION_CLAIM', team: 'TEAM_CLAIM' } as const

/**
 * Reads OIDC_PROVIDERS and what belongs to each.
 * @param given value of a variable, undefined when it is not there or empty
 * @throws SettingsError naming the first variable that is wrong; a secret is never repeated
 */
export function readIdentityProviders(given: (name: string) => string | undefined): IdentityProvider[] {
  const keys = (given('OIDC_PROVIDERS') ?? '')
    .split(',')
    .map((key) => key.trim().toLowerCase())
    .filter(Boolean)
  if (keys.some((key) => !/^[a-z][a-z0-9]{0,29}$/.test(key)) || new Set(keys).size < keys.length) {
    throw new SettingsError(
      'OIDC_PROVIDERS must be different names of letters and digits, separated by commas, such as gemeente,digid.',
    )
  }
  return keys.map((key) => readProvider(key, given))
}

function readProvider(key: string, given: (name: string) => string | undefined): IdentityProvider {
  const nameOf = (part: string) => `OIDC_${key.toUpperCase()}_${part}`
  const needed = (part: string) => {
    const value = given(nameOf(part))
    if (!value) throw new SettingsError(`${nameOf(part)} is needed for "${key}" of OIDC_PROVIDERS.`)
    return value
  }
  const issuer = needed('ISSUER')
  if (!isIssuer(issuer)) {
    throw new SettingsError(
      `${nameOf('ISSUER')} must be an https address (http only on this machine), not "${issuer.slice(0, 200)}".`,
    )
  }
  const audience = providerAudiences.find((each) => each === needed('FOR'))
  if (!audience) {
    throw new SettingsError(`${nameOf('FOR')} must be one of ${providerAudiences.join(', ')}.`)
  }
  for (const [kind, part] of Object.entries(claimOf)) {
    if (given(nameOf(part)) && kind !== audience) {
      throw new SettingsError(`${nameOf(part)} can be given only when ${nameOf('FOR')} is ${kind}.`)
    }
  }
  const scope = given(nameOf('SCOPE')) ?? (audience === 'parents' ? 'openid' : 'openid email profile')
  if (!scope.split(' ').includes('openid')) {
    throw new SettingsError(`${nameOf('SCOPE')} must hold "openid".`)
  }
  const label = needed('LABEL')
  if (label.length > 60) throw new SettingsError(`${nameOf('LABEL')} must be at most 60 characters.`)
  const teamClaim = given(nameOf('TEAM_CLAIM'))
  return {
    key,
    issuer,
    clientId: needed('CLIENT_ID'),
    clientSecret: needed('CLIENT_SECRET'),
    label,
    for: audience,
    scope,
    schoolClaim: given(nameOf('SCHOOL_CLAIM')) ?? null,
    organisationClaim: given(nameOf('ORGANISATION_CLAIM')) ?? null,
    team: teamClaim ? { claim: teamClaim, value: needed('TEAM_VALUE') } : null,
  }
}
