import { newId } from '@portal/shared/ids.ts'
import { type AccessCases, anOffering, ownersOf } from './case.ts'

const sound = {
  title: 'Proef',
  areas: ['sport'],
  audience: 'city',
  place: { name: 'Zaal', postcode: '5223AB' },
  capacity: 5,
}

export const catalogueCases: AccessCases = {
  kinds: {
    async offering(world, side) {
      const { providerId } = ownersOf(world, side)
      const id = await anOffering(world, providerId)
      return { table: 'offering', id, path: { id }, providerId }
    },
  },
  about: {
    '/offerings/{id}': 'offering',
    '/offerings/{id}/participants': 'offering',
    '/offerings/{id}/changes/previews': 'offering',
    '/children/{id}/alternatives': 'child',
  },
  bodies: {
    'POST /offerings': () => sound,
    'PATCH /offerings/{id}': () => ({ summary: `Anders ${newId()}` }),
    'POST /offerings/{id}/changes/previews': () => ({ status: 'cancelled' }),
  },
}
