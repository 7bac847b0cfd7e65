import type { CheckCase } from '../../../testing/check-case.ts'

const usual = { random: 4, sequential: 1, own: false, timed: true, blocks: 1_000_000, since: null }

export const cases: readonly CheckCase[] = [
  { title: 'finds it where reads are quick', given: [{ ...usual, read_ms: 80_000 }], finds: ['random_page_cost'] },
  { title: 'leaves it on a slow disk', given: [{ ...usual, read_ms: 5_000_000 }], finds: [] },
  { title: 'does not guess where reads are not timed', given: [{ ...usual, timed: false, read_ms: 0 }], finds: [] },
  { title: 'leaves a lower one', given: [{ ...usual, random: 1.1, read_ms: 80_000 }], finds: [] },
]
