import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that nobody has one', given: [{ limits: 0, own: 0 }], finds: ['statement_timeout'] },
  {
    title: 'leaves a server with a role that has one',
    planted: `alter role limited set statement_timeout = '30s'`,
    roles: ['limited'],
    finds: [],
  },
]
