import type { Provider, ProviderPatch } from '@portal/shared/providers/organisation.ts'

/** An organisation as typed. */
export type OrganisationDraft = {
  name: string
  contactName: string
  phone: string
  email: string
  website: string
  chamberNumber: string
  offers: string
}
export const organisationFields = [
  'name',
  'contactName',
  'phone',
  'email',
  'website',
  'chamberNumber',
  'offers',
] as const satisfies (keyof OrganisationDraft)[]

export const emptyOrganisation: OrganisationDraft = {
  name: '',
  contactName: '',
  phone: '',
  email: '',
  website: '',
  chamberNumber: '',
  offers: '',
}

export const draftOf = (provider: Provider): OrganisationDraft => ({
  name: provider.name,
  contactName: provider.contactName,
  phone: provider.phone,
  email: provider.email,
  website: provider.website ?? '',
  chamberNumber: provider.chamberNumber ?? '',
  offers: provider.offers,
})

export type OrganisationError =
  | 'wrong.required'
  | 'wrong.long'
  | 'wrong.phone'
  | 'wrong.email'
  | 'wrong.website'
  | 'wrong.chamberNumber'

const longest: Partial<Record<keyof OrganisationDraft, number>> = {
  name: 150,
  contactName: 150,
  offers: 2000,
}

/** The same patterns as in shared/providers/organisation.ts, without the library of schemas. The server has the last word. */
const forms = {
  phone: /^\+?[0-9][0-9 ()-]{6,27}[0-9]$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  website: /^$|^(https?:\/\/)?([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(\/[A-Za-z0-9._~%+&=?#/-]*)?$/,
  chamberNumber: /^([\s.]*\d){8}[\s.]*$/,
} as const

/** What is wrong with a field, as a key of the dictionary; null when it is right. */
export function errorOf(name: keyof OrganisationDraft, typed: string): OrganisationError | null {
  const value = typed.trim()
  if (!value && name !== 'website') return 'wrong.required'
  if (value.length > (longest[name] ?? 254)) return 'wrong.long'
  const isForm = name in forms
  if (isForm && !forms[name as keyof typeof forms].test(value)) return `wrong.${name as keyof typeof forms}`
  return null
}

/** What the API takes, from a draft without errors. */
export const inputOf = (draft: OrganisationDraft): OrganisationDraft =>
  Object.fromEntries(organisationFields.map((name) => [name, draft[name].trim()])) as OrganisationDraft

/** Only what differs from the organisation as it was, and the version on which that was seen. */
export function changesOf(draft: OrganisationDraft, provider: Provider): ProviderPatch {
  const before = draftOf(provider)
  const changed = Object.entries(inputOf(draft)).filter(
    ([name, value]) => value !== before[name as keyof OrganisationDraft],
  )
  return { ...Object.fromEntries(changed), version: provider.version }
}
