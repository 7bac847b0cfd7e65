import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds half a minute',
    given: [{ name: 'checkpoint_timeout', setting: '30', amount: 30_000 }],
    finds: ['checkpoint_timeout'],
  },
  {
    title: 'leaves the default and what is longer',
    given: [{ name: 'checkpoint_timeout', setting: '300', amount: 300_000 }],
    finds: [],
  },
]
