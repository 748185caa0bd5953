import type { Me } from '@portal/shared/sign-in/sign-in.ts'

const key = 'school'

/**
 * Which of somebody's schools a page is about: the one that its address names (`?school=`), which is kept for the pages after it in
 * this window; else the one that was kept; else the first.
 */
export function chosenSchool(me: Me | null, address: string): Me['schools'][number] | undefined {
  const named = new URLSearchParams(address).get('school')
  const own = (id: string | null) => me?.schools.find((school) => school.id === id)
  if (own(named)) sessionStorage.setItem(key, named ?? '')
  return own(named) ?? own(sessionStorage.getItem(key)) ?? me?.schools[0]
}
