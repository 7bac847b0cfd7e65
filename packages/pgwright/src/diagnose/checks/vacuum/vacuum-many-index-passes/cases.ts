import type { CheckCase } from '../../../testing/check-case.ts'

const running = { schema: 'public', name: 'big T', passes: 4, autovacuum: true, memory_bytes: 64 * 1024 * 1024 }

export const cases: readonly CheckCase[] = [
  { title: 'finds a vacuum in its fourth pass', given: [running], finds: ['public."big T"'] },
  {
    title: 'leaves one that needed a single pass',
    given: [{ ...running, passes: 1 }],
    finds: [],
    leaves: ['public."big T"'],
  },
]
