import type { OpenIdSignIn } from '@portal/shared/sign-in/openid.ts'
import { api } from '../api.ts'

/** Leaves for an identity provider. @throws ApiProblem */
export async function goToProvider(
  provider: string,
  more: { next?: string | null; link?: boolean } = {},
): Promise<void> {
  const { address } = await api<OpenIdSignIn>('POST', '/openid-sign-ins', {
    provider,
    ...(more.next ? { next: more.next } : {}),
    ...(more.link ? { link: true } : {}),
  })
  location.href = address
}
