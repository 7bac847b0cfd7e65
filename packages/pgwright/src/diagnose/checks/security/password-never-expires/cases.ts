import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a password without an end, and leaves one with it, and a role that has none',
    roles: ['case_endless', 'case_ending', 'case_unset'],
    amongOthers: true,
    planted: `
      alter role case_ending valid until '2999-01-01';
      alter role case_unset password null;`,
    finds: ['case_endless'],
    leaves: ['case_ending', 'case_unset'],
  },
]
