import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a login that everyone uses, and leaves that of a role',
    roles: ['case_mapped'],
    planted: `
      create foreign data wrapper nothing;
      create server far foreign data wrapper nothing;
      create server near_far foreign data wrapper nothing;
      create user mapping for public server far;
      create user mapping for case_mapped server near_far;`,
    finds: ['far'],
    leaves: ['near_far'],
  },
]
