import * as openid from 'openid-client'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import type { IdentityProvider } from './identity-provider-settings.ts'

/** How long what a provider says of itself is believed. */
const metadataMs = 60 * 60_000
/** Nobody waits longer for a provider. */
const timeoutSeconds = 8
/** Keys at least this old are fetched anew when one comes by that is not among them (openid-client). */
const refetchAfterSeconds = 61

type Known = { metadata: Promise<openid.ServerMetadata>; at: number; keys?: openid.ExportedJWKSCache }

const known = new WeakMap<IdentityProvider, Known>()

const isInsecure = (provider: IdentityProvider) => provider.issuer.startsWith('http:')

/** Its discovery document; requests that come together share one fetch, and a failure is not remembered. */
async function metadataOf(
  provider: IdentityProvider,
): Promise<{ metadata: openid.ServerMetadata; entry: Known }> {
  let entry = known.get(provider)
  if (!entry || performance.now() - entry.at > metadataMs) {
    const metadata = openid
      .discovery(new URL(provider.issuer), provider.clientId, provider.clientSecret, undefined, {
        timeout: timeoutSeconds,
        ...(isInsecure(provider) ? { execute: [openid.allowInsecureRequests] } : {}),
      })
      .then((found) => found.serverMetadata())
    entry = { metadata, at: performance.now() }
    known.set(provider, entry)
    metadata.catch(() => known.delete(provider))
  }
  return { metadata: await entry.metadata, entry }
}

/** As the provider asks for it: in the body where it may, in a header otherwise (the default of its specification). */
function authenticationOf(provider: IdentityProvider, metadata: openid.ServerMetadata): openid.ClientAuth {
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return methods.includes('client_secret_post')
    ? openid.ClientSecretPost(provider.clientSecret)
    : openid.ClientSecretBasic(provider.clientSecret)
}

/**
 * A provider that can be spoken to. Its keys are kept over sign-ins, and fetched anew when it signs with one that is not among
 * them. `rememberKeys`: to be called when an answer was checked.
 * @throws Problem identity-provider-unreachable
 */
export async function openIdentityProvider(
  { log }: Pick<Dependencies, 'log'>,
  provider: IdentityProvider,
): Promise<{ config: openid.Configuration; rememberKeys: () => void }> {
  try {
    const { metadata, entry } = await metadataOf(provider)
    const config = new openid.Configuration(
      metadata,
      provider.clientId,
      { client_secret: provider.clientSecret, [openid.clockTolerance]: 30 },
      authenticationOf(provider, metadata),
    )
    config.timeout = timeoutSeconds
    if (isInsecure(provider)) openid.allowInsecureRequests(config)
    // Without it only the connection vouches for the answer, not the signature.
    openid.enableNonRepudiationChecks(config)
    if (entry.keys) {
      const uat = Math.min(entry.keys.uat, Math.floor(Date.now() / 1000) - refetchAfterSeconds)
      openid.setJwksCache(config, { ...entry.keys, uat })
    }
    const rememberKeys = () => {
      const keys = openid.getJwksCache(config)
      if (keys) entry.keys = keys
    }
    return { config, rememberKeys }
  } catch (error) {
    log.warn({ event: 'identity-provider-unreachable', provider: provider.key, reason: reasonOf(error) })
    throw new Problem('identity-provider-unreachable', { retryAfter: 60 })
  }
}

/** What went wrong, for the log: codes only, as a message or a cause may hold what the provider says of somebody. */
export function reasonOf(error: unknown): string {
  const { code, name, error: said, cause } = Object(error) as Record<string, unknown>
  const inner = cause instanceof Error ? (Object(cause) as { code?: unknown }).code : undefined
  const words = [name, code, said, inner].filter(
    (word) => typeof word === 'string' && /^[A-Za-z_.-]{1,60}$/.test(word),
  )
  return words.join(' ') || 'unknown'
}
