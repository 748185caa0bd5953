import type { Provider } from '@portal/shared/providers/organisation.ts'
import { type AccessCases, ownersOf, type World } from './case.ts'

async function versionOf({ test }: World, id: string): Promise<number> {
  const [row] = await test.db.sql<Pick<Provider, 'version'>>`SELECT version FROM provider WHERE id = ${id}`
  return row?.version ?? 1
}

export const providerCases: AccessCases = {
  kinds: {
    async provider(world, side) {
      const { providerId } = ownersOf(world, side)
      return { table: 'provider', id: providerId, path: { id: providerId }, providerId }
    },
  },
  about: {
    '/providers/{id}': 'provider',
    '/providers/{id}/decisions': 'provider',
    '/municipality-children/{id}': 'child',
  },
  bodies: {
    // A number that is in use: who applies would have another role from then on. That applying leaves a trace is tested in
    // providers/apply-as-provider.test.ts.
    'POST /providers': async ({ test }) => {
      await test.db
        .sql`UPDATE provider SET chamber_number = '11111111' WHERE email = 'aanbieder3@demo.example'`
      return {
        name: 'Proef',
        contactName: 'Proef',
        phone: '0731234567',
        email: 'proef@demo.example',
        chamberNumber: '11111111',
        offers: 'Proef',
        agreesToSafetyCode: true,
      }
    },
    'PATCH /providers/{id}': () => ({ phone: '0731234567' }),
    'POST /providers/{id}/decisions': async (world, subject) => ({
      decision: 'amend',
      version: await versionOf(world, subject?.id ?? ''),
      conditions: 'Proef',
    }),
  },
}
