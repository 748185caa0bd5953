import { describe, expect, it } from 'vitest'
import { readSettings } from '../settings.ts'
import { SettingsError } from '../settings-error.ts'

const sound = {
  OIDC_PROVIDERS: 'gemeente, digid',
  OIDC_GEMEENTE_ISSUER: 'https://inlog.gemeente.example/tenant',
  OIDC_GEMEENTE_CLIENT_ID: 'portal',
  OIDC_GEMEENTE_CLIENT_SECRET: 'not to be repeated',
  OIDC_GEMEENTE_LABEL: 'Inloggen als medewerker van de gemeente',
  OIDC_GEMEENTE_FOR: 'team',
  OIDC_GEMEENTE_TEAM_CLAIM: 'groups',
  OIDC_GEMEENTE_TEAM_VALUE: 'rijke-schooldag',
  OIDC_DIGID_ISSUER: 'http://localhost:9000',
  OIDC_DIGID_CLIENT_ID: 'portal',
  OIDC_DIGID_CLIENT_SECRET: 'secret',
  OIDC_DIGID_LABEL: 'Inloggen met DigiD',
  OIDC_DIGID_FOR: 'parents',
  OIDC_DIGID_SCOPE: 'openid pairwise',
}

describe('the settings of identity providers', () => {
  it('may be any number of them', () => {
    expect(readSettings({}).identityProviders).toEqual([])
    const [gemeente, digid] = readSettings(sound).identityProviders
    expect(gemeente).toMatchObject({
      key: 'gemeente',
      for: 'team',
      scope: 'openid email profile',
      team: { claim: 'groups', value: 'rijke-schooldag' },
      schoolClaim: null,
    })
    expect(digid).toMatchObject({ key: 'digid', for: 'parents', scope: 'openid pairwise', team: null })
  })

  it.each([
    ['OIDC_PROVIDERS', 'a-b'],
    ['OIDC_PROVIDERS', 'digid,digid'],
    ['OIDC_GEMEENTE_ISSUER', undefined],
    ['OIDC_GEMEENTE_ISSUER', 'inlog.example'],
    ['OIDC_GEMEENTE_ISSUER', 'http://inlog.example'],
    ['OIDC_GEMEENTE_ISSUER', 'http://localhost.kwaad.example'],
    ['OIDC_GEMEENTE_ISSUER', 'https://user@inlog.example'],
    ['OIDC_GEMEENTE_ISSUER', 'https://inlog.example/?x=1'],
    ['OIDC_GEMEENTE_CLIENT_ID', undefined],
    ['OIDC_GEMEENTE_CLIENT_SECRET', undefined],
    ['OIDC_GEMEENTE_LABEL', undefined],
    ['OIDC_GEMEENTE_LABEL', 'x'.repeat(61)],
    ['OIDC_GEMEENTE_FOR', 'everybody'],
    ['OIDC_GEMEENTE_TEAM_VALUE', undefined],
    ['OIDC_DIGID_SCOPE', 'email'],
    ['OIDC_DIGID_TEAM_CLAIM', 'groups'],
    ['OIDC_DIGID_SCHOOL_CLAIM', 'brin'],
    ['OIDC_DIGID_ORGANISATION_CLAIM', 'kvk'],
  ])('stop the start with one sentence that names %s when it is %s', (name, value) => {
    const read = () => readSettings({ ...sound, [name]: value })
    expect(read).toThrow(SettingsError)
    expect(read).toThrow(new RegExp(`^${name} [^\\n]*\\.$`))
    expect(read).not.toThrow(/not to be repeated/)
  })
})
