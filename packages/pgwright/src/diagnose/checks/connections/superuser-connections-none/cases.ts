import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that none is reserved',
    given: [{ name: 'superuser_reserved_connections', setting: '0' }],
    finds: ['superuser_reserved_connections'],
  },
  {
    title: 'leaves the default',
    given: [{ name: 'superuser_reserved_connections', setting: '3' }],
    finds: [],
  },
]
