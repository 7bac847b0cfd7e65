import type { CheckCase } from '../../../testing/check-case.ts'

const slot = { name: 'events', type: 'logical', keep: -1 }

export const cases: readonly CheckCase[] = [
  { title: 'finds one whose reader is far behind', given: [{ ...slot, retained: 40 * 2 ** 30 }], finds: ['events'] },
  { title: 'leaves one whose reader keeps up', given: [{ ...slot, retained: 2 ** 28 }], finds: [] },
]
