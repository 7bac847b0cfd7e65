import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds what logs everything',
    given: [
      { name: 'log_min_messages', setting: 'debug2' },
      { name: 'log_statement', setting: 'all' },
    ],
    finds: ['log_min_messages', 'log_statement'],
  },
  { title: 'leaves what a session logs of itself', planted: `set log_statement = 'all'`, finds: [] },
]
