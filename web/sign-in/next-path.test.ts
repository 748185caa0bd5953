import { NextPath } from '@portal/shared/sign-in/sign-in.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { nextPath } from './next-path.ts'

it.each([
  ['/mijn-week?kind=1', true],
  ['/', true],
  ['//kwaad.example', false],
  ['/\\kwaad.example', false],
  ['/\t/kwaad.example', false],
  ['/\n/kwaad.example', false],
  ['https://kwaad.example', false],
  ['javascript:alert(1)', false],
  ['', false],
  [`/${'a'.repeat(300)}`, false],
])('opens %j after signing in: %s, as the server decides', (path, isSound) => {
  expect(nextPath(path)).toBe(isSound ? path : null)
  expect(v.safeParse(NextPath, path).success).toBe(isSound)
  // Whatever is opened lies on this site.
  if (isSound) expect(new URL(path, 'https://portal.example').origin).toBe('https://portal.example')
})
