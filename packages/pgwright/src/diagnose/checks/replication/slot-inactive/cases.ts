import type { CheckCase } from '../../../testing/check-case.ts'

const slot = { name: 'old_Standby', type: 'physical', inactive_since: null }

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that keeps gigabytes',
    given: [{ ...slot, retained: 20 * 2 ** 30 }],
    finds: ['"old_Standby"'],
  },
  { title: 'leaves one that was left a moment ago', given: [{ ...slot, retained: 16 * 2 ** 20 }], finds: [] },
]
