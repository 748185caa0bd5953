import type { AccessCases } from './case.ts'

export const signInCases: AccessCases = {
  kinds: {},
  about: {},
  bodies: {
    'POST /sign-in-links': () => ({ email: 'iemand@voorbeeld.nl' }),
    'POST /sessions': () => ({ token: 'onbekend' }),
  },
}
