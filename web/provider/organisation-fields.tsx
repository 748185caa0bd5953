import { ApiProblem } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/organisation.json'
import { wordsOf } from '../i18n/translate.ts'
import { TextArea, TextField } from '../ui/fields.tsx'
import {
  errorOf,
  type OrganisationDraft,
  type OrganisationError,
  organisationFields,
} from './organisation-draft.ts'

const t = wordsOf(words)

/** The label of that field is a question: it has a sentence of its own. */
const said = (name: keyof OrganisationDraft, error: OrganisationError) =>
  name === 'offers'
    ? t(error === 'wrong.long' ? 'wrong.offers.long' : 'wrong.offers')
    : t(error, { field: t(`field.${name}`) })

/** What is wrong with a field, in words; empty when it is right. */
export function errorText(name: keyof OrganisationDraft, value: string): string {
  const error = errorOf(name, value)
  return error ? said(name, error) : ''
}

/** Everything that is wrong, in words per field. */
export const errorTexts = (draft: OrganisationDraft): Record<string, string> =>
  Object.fromEntries(
    organisationFields.flatMap((name) => {
      const text = errorText(name, draft[name])
      return text ? [[name, text]] : []
    }),
  )

/** What the server has against an organisation, in words per field; `form` for what belongs to none. */
export function refusedOrganisation(error: unknown): Record<string, string> {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
  const wrong = 'errors' in problem ? (problem.errors ?? []) : []
  const known = wrong
    .map(({ pointer }) => pointer.slice(1) as keyof OrganisationDraft)
    .filter((name) => organisationFields.includes(name))
  if (known.length > 0) return Object.fromEntries(known.map((name) => [name, said(name, 'wrong.required')]))
  const field = problem.code === 'chamber-number-in-use' ? 'chamberNumber' : 'form'
  return { [field]: refusalSentence(problem, '') }
}

/** The fields of an organisation. */
export function OrganisationFields(props: {
  draft: OrganisationDraft
  errors: Record<string, string>
  onType: (name: keyof OrganisationDraft, value: string) => void
  onLeave: (name: keyof OrganisationDraft, value: string) => void
}) {
  const field = (name: keyof OrganisationDraft) => ({
    name,
    label: t(`field.${name}`),
    get value() {
      return props.draft[name]
    },
    get error() {
      return props.errors[name]
    },
    onType: (value: string) => props.onType(name, value),
    onLeave: (value: string) => props.onLeave(name, value),
  })
  return (
    <>
      <TextField {...field('name')} autocomplete="organization" />
      <TextField
        {...field('chamberNumber')}
        hint={t('field.chamberNumber.hint')}
        inputmode="numeric"
        autocomplete="off"
      />
      <TextField {...field('contactName')} autocomplete="name" />
      <TextField {...field('phone')} type="tel" autocomplete="tel" />
      <TextField
        {...field('email')}
        hint={t('field.email.hint')}
        type="email"
        inputmode="email"
        autocomplete="email"
      />
      <TextField {...field('website')} autocomplete="url" />
      <TextArea {...field('offers')} hint={t('field.offers.hint')} rows={5} />
    </>
  )
}
