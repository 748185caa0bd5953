import { Acceptance, InvitationPreview, InvitationToken } from '@portal/shared/invitations/invitation.ts'
import { Hono } from 'hono'
import { allow } from '../access/allow.ts'
import { findMe } from '../accounts/queries.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { clientNetwork } from '../http/rate-limit.ts'
import { deviceOf, setSessionCookie } from '../http/session.ts'
import { validate } from '../http/validate.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { previewInvitation } from './queries.ts'

const tags: [string] = ['Invitations']

/** What the reader of an invitation does with it. */
export const invitationRoutes = new Hono<AppEnv>()
  .post(
    '/invitations/previews',
    describe({
      summary: 'What an invitation is about, by the token of its link; uses nothing up',
      tags,
      answers: { 200: InvitationPreview },
      problems: ['invalid-input', 'invitation-invalid', 'rate-limited'],
    }),
    allow('read-invitation'),
    validate('json', InvitationToken),
    async (c) =>
      c.json(await previewInvitation(c.var.deps, c.var.actor, c.req.valid('json').token, clientNetwork(c))),
  )
  .post(
    '/invitations/acceptances',
    describe({
      summary: 'Accept an invitation, once; signs in the account of its address when nobody is signed in',
      tags,
      answers: { 201: Acceptance },
      problems: [
        'invalid-input',
        'invitation-invalid',
        'invitation-for-other-address',
        'already-member',
        'has-own-account',
        'is-another-young-person',
        'limit-reached',
        'rate-limited',
      ],
    }),
    allow('accept-invitation'),
    validate('json', InvitationToken),
    async (c) => {
      const { deps, actor } = c.var
      const { accountId, sessionToken, ...accepted } = await acceptInvitation(
        deps,
        actor,
        c.req.valid('json').token,
        { network: clientNetwork(c), device: deviceOf(c) },
      )
      if (sessionToken) setSessionCookie(c, deps.settings, sessionToken)
      return c.json({ ...accepted, me: await findMe(deps, accountId) }, 201)
    },
  )
