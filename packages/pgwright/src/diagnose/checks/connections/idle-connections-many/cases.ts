import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that most do nothing', given: [{ all: 400, idle: 380 }], finds: ['connections'] },
  { title: 'leaves a pool of some', given: [{ all: 50, idle: 49 }], finds: [] },
  { title: 'leaves a server that works', given: [{ all: 400, idle: 150 }], finds: [] },
]
