import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds what is off',
    given: [{ name: 'enable_nestloop', source: 'configuration file' }],
    finds: ['enable_nestloop'],
  },
  {
    title: 'leaves what is off by default, and what a session turns off for itself',
    planted: 'set enable_seqscan = off',
    finds: [],
    leaves: ['enable_seqscan', 'enable_partitionwise_join'],
  },
]
