import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type JWKS } from 'oidc-provider'

/** Whoever signs in at the provider next, without being asked anything. */
export type Person = { sub: string; claims?: Record<string, unknown> }

/** A key to sign with, of which the name is never the same twice. */
function newKeys(): JWKS {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({ format: 'jwk' })
  return { keys: [{ ...jwk, kty: 'RSA', kid: randomUUID(), use: 'sig', alg: 'RS256' }] }
}

/**
 * A real OpenID provider (oidc-provider) over HTTP on a free port of this machine. `person` signs in at once; null: somebody
 * cancels. `rotateKeys` begins to sign with new keys; `publishKeysOf` lets it publish the keys of another.
 */
export async function startOpenIdProvider(options: {
  redirectUris: string[]
  /** Claims by the scope `profile`, besides those of OpenID. */
  moreClaims?: string[]
}) {
  const people = new Map<string, Person>()
  let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
  let isDown = false
  let foreignKeys: (() => JWKS) | null = null
  let keys = newKeys()
  const server = createServer((request, response) => {
    if (isDown) return response.writeHead(503).end()
    if (foreignKeys && request.url === '/jwks') {
      const open = foreignKeys().keys.map(({ kty, kid, use, alg, n, e }) => ({ kty, kid, use, alg, n, e }))
      return response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ keys: open }))
    }
    return handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const state = {
    issuer,
    clientId: 'portal',
    clientSecret: 'a secret of the tests',
    person: null as Person | null,
    keys: () => keys,
    rotateKeys() {
      keys = newKeys()
      handle = handlerOf(makeProvider())
    },
    publishKeysOf(other: { keys: () => JWKS } | null) {
      foreignKeys = other ? other.keys : null
    },
    setDown(down: boolean) {
      isDown = down
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  function makeProvider(): Provider {
    return new Provider(issuer, {
      clients: [
        {
          client_id: state.clientId,
          client_secret: state.clientSecret,
          redirect_uris: options.redirectUris,
          grant_types: ['authorization_code'],
          response_types: ['code'],
        },
      ],
      jwks: keys,
      cookies: { keys: ['a key of the tests'] },
      features: { devInteractions: { enabled: false } },
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
      pkce: { required: () => true },
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', ...(options.moreClaims ?? [])],
      },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, sub) => ({
        accountId: sub,
        claims: () => ({ sub, ...people.get(sub)?.claims }),
      }),
      // Whoever signs in agrees at once.
      loadExistingGrant: async (ctx) => {
        const { client, session } = ctx.oidc
        const grant = new ctx.oidc.provider.Grant({
          clientId: client?.clientId ?? '',
          accountId: session?.accountId ?? '',
        })
        grant.addOIDCScope('openid email profile')
        await grant.save()
        return grant
      },
    })
  }

  function handlerOf(provider: Provider) {
    const answer = provider.callback()
    return async (request: IncomingMessage, response: ServerResponse) => {
      if (!request.url?.startsWith('/interaction/')) return answer(request, response)
      const { person } = state
      if (person) people.set(person.sub, person)
      const result = person
        ? { login: { accountId: person.sub, remember: false } }
        : { error: 'access_denied', error_description: 'Somebody pressed cancel' }
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
    }
  }

  handle = handlerOf(makeProvider())
  return state
}

/**
 * Goes to an address of the provider as a browser does, with a jar of its own, until it is sent back to the portal.
 * @returns the address at the portal, with what the provider says in it
 */
export async function goThroughProvider(address: string, portal: string): Promise<URL> {
  const jar = new Map<string, string>()
  let next = new URL(address)
  for (let step = 0; step < 10; step += 1) {
    if (next.href.startsWith(portal)) return next
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
      jar.set(name, value)
    }
    const location = response.headers.get('Location')
    if (!location) throw new Error(`The provider answers ${response.status}: ${await response.text()}`)
    next = new URL(location, next)
  }
  throw new Error('The provider sends the browser round and round')
}
