import type { CheckCase } from '../../../testing/check-case.ts'

function given(deadlocks: number, days: number) {
  return [{ deadlocks, since: new Date(Date.now() - days * 86_400_000) }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds some on every day', given: given(300, 10), server: { database: 'shop' }, finds: ['shop'] },
  { title: 'leaves one in a month', given: given(1, 30), finds: [] },
  { title: 'does not judge by an hour', given: given(3, 0.04), finds: [] },
]
