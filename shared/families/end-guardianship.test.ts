import { describe, expect, it } from 'vitest'
import { whyNotEnd } from './end-guardianship.ts'

const guardian = { isGuardian: true, isSelf: false, hasOwnAccount: false, age: 10 }
const young = { isGuardian: false, isSelf: true, hasOwnAccount: true, age: 16 }
const ownLink = { kind: 'guardian', isOwn: true } as const
const anothersLink = { kind: 'guardian', isOwn: false } as const

describe('ending the link between a guardian and a child', () => {
  it('is for the guardian themselves, and not for the other guardian', () => {
    expect(whyNotEnd({ tie: guardian, link: ownLink, guardians: 2 })).toBe(null)
    expect(whyNotEnd({ tie: guardian, link: anothersLink, guardians: 2 })).toBe('only-own-link')
  })

  it('leaves a child that cannot act for itself with one guardian', () => {
    expect(whyNotEnd({ tie: guardian, link: ownLink, guardians: 1 })).toBe('last-guardian')
    expect(whyNotEnd({ tie: { ...guardian, age: 17 }, link: ownLink, guardians: 1 })).toBe('last-guardian')
    const withAccount = { ...guardian, hasOwnAccount: true }
    expect(whyNotEnd({ tie: { ...withAccount, age: 15 }, link: ownLink, guardians: 1 })).toBe('last-guardian')
    expect(whyNotEnd({ tie: { ...withAccount, age: 16 }, link: ownLink, guardians: 1 })).toBe(null)
  })

  it('is for the young person from 16, also of the last guardian', () => {
    expect(whyNotEnd({ tie: young, link: anothersLink, guardians: 1 })).toBe(null)
    expect(whyNotEnd({ tie: { ...young, age: 15 }, link: anothersLink, guardians: 2 })).toBe('guardian-acts')
  })

  it('is nobody else’s', () => {
    const stranger = { ...guardian, isGuardian: false }
    expect(whyNotEnd({ tie: stranger, link: anothersLink, guardians: 2 })).toBe('not-found')
    expect(whyNotEnd({ tie: stranger, link: { kind: 'young', isOwn: false }, guardians: 2 })).toBe(
      'not-found',
    )
  })
})

describe('ending the account of a young person', () => {
  const account = { kind: 'young', isOwn: true } as const
  it('is for themselves at any age, as long as a guardian remains', () => {
    expect(whyNotEnd({ tie: { ...young, age: 13 }, link: account, guardians: 1 })).toBe(null)
    expect(whyNotEnd({ tie: young, link: account, guardians: 0 })).toBe('last-guardian')
  })

  it('is for a guardian until 16', () => {
    const link = { kind: 'young', isOwn: false } as const
    const withAccount = { ...guardian, hasOwnAccount: true }
    expect(whyNotEnd({ tie: { ...withAccount, age: 15 }, link, guardians: 1 })).toBe(null)
    expect(whyNotEnd({ tie: { ...withAccount, age: 16 }, link, guardians: 1 })).toBe('young-person-acts')
  })
})
