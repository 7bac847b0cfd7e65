import type { CheckCase } from '../../../testing/check-case.ts'

const one = { gid: 'order 7', owner: 'app', database: 'shop', held_s: 7200, age: 40_000 }

export const cases: readonly CheckCase[] = [
  { title: 'finds one of two hours', given: [one], finds: ['order 7'] },
  { title: 'leaves one of some seconds', given: [{ ...one, held_s: 4 }], finds: [], leaves: ['order 7'] },
]
