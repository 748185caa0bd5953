/**
 * Real OpenID providers (oidc-provider) for the journeys, on ports of this machine: one for the municipality's staff, and one as a
 * broker for parents. Whoever comes there chooses who they are.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Provider from 'oidc-provider'

const portal = `http://localhost:${process.env.PORTAL_PORT}`

type Person = { sub: string; button: string; claims: Record<string, unknown> }

const staff: Person[] = [
  {
    sub: 'anne',
    button: 'Anne Vermeulen',
    claims: {
      name: 'Anne Vermeulen',
      email: 'Team@demo.example',
      email_verified: true,
      groups: ['rijke-schooldag'],
    },
  },
  {
    sub: 'bram',
    button: 'Bram de Boer',
    claims: {
      name: 'Bram de Boer',
      email: 'bram@demo.example',
      email_verified: true,
      groups: ['rijke-schooldag'],
    },
  },
]
const parents: Person[] = [
  // Somebody else every time.
  { sub: 'new', button: 'Nieuwe ouder', claims: {} },
  { sub: '900000027', button: 'Ouder die koppelt', claims: {} },
]

function startProvider(key: string, port: number, people: Person[]): void {
  const provider = new Provider(`http://localhost:${port}`, {
    clients: [
      {
        client_id: 'portal',
        client_secret: 'a secret of the journeys',
        redirect_uris: [`${portal}/inloggen/terug/${key}`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: ['a key of the journeys'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...people.find((person) => person.sub === sub)?.claims }),
    }),
    // Whoever signs in agrees at once.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()

  async function interact(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chosen = url.searchParams.get('person')
    if (chosen === null) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      response.end(chooser(people))
      return
    }
    const accountId = chosen === 'new' ? randomUUID() : chosen
    const result = people.some(({ sub }) => sub === chosen)
      ? { login: { accountId, remember: false } }
      : { error: 'access_denied' }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }

  createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (!url.pathname.startsWith('/interaction/')) return answer(request, response)
    return interact(url, request, response).catch(() => response.writeHead(500).end())
  }).listen(port)
}

const chooser = (
  people: Person[],
) => `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Wie bent u?</title></head>
<body><main><h1>Wie bent u?</h1><form>${[...people, { sub: '', button: 'Stop' }]
  .map(({ sub, button }) => `<p><button name="person" value="${sub}">${button}</button></p>`)
  .join('')}</form></main></body></html>`

startProvider('gemeente', Number(process.env.STAFF_PORT), staff)
startProvider('digid', Number(process.env.PARENTS_PORT), parents)
