import { describe, expect, it } from 'vitest'
import { whyNotAct } from './may-act.ts'

const tie = { isGuardian: false, isSelf: false, hasOwnAccount: false, age: 10 }

describe('who of a family acts', () => {
  it('is the guardian, until the young person is 16 and has an account', () => {
    expect(whyNotAct({ ...tie, isGuardian: true })).toBe(null)
    expect(whyNotAct({ ...tie, isGuardian: true, hasOwnAccount: true, age: 15 })).toBe(null)
    expect(whyNotAct({ ...tie, isGuardian: true, age: 17 })).toBe(null)
    expect(whyNotAct({ ...tie, isGuardian: true, hasOwnAccount: true, age: 16 })).toBe('young-person-acts')
  })

  it('is the young person alone from 16, and nobody before that age for themselves', () => {
    expect(whyNotAct({ ...tie, isSelf: true, hasOwnAccount: true, age: 15 })).toBe('guardian-acts')
    expect(whyNotAct({ ...tie, isSelf: true, hasOwnAccount: true, age: 16 })).toBe(null)
  })

  it('is nobody else: to them there is no such child', () => {
    expect(whyNotAct(tie)).toBe('not-found')
  })
})
