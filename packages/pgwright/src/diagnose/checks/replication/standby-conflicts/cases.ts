import type { CheckCase } from '../../../testing/check-case.ts'

function given(snapshots: number, days = 10) {
  const since = new Date(Date.now() - days * 86_400_000)
  return [{ snapshots, locks: 2, others: 0, feedback: 'off', since }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds many', given: given(4_000), server: { database: 'shop' }, finds: ['shop'] },
  { title: 'leaves a few', given: given(20), finds: [] },
  { title: 'does not judge by an hour', given: given(400, 0.04), finds: [] },
]
