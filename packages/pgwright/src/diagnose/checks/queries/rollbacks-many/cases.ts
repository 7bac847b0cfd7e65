import type { CheckCase } from '../../../testing/check-case.ts'

function given(commits: number, rollbacks: number, days = 10) {
  return [{ commits, rollbacks, since: new Date(Date.now() - days * 86_400_000) }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds many', given: given(1_000_000, 400_000), server: { database: 'shop' }, finds: ['shop'] },
  { title: 'leaves a small part', given: given(10_000_000, 400_000), finds: [] },
  { title: 'leaves a few', given: given(100, 100), finds: [] },
  { title: 'does not judge by an hour', given: given(1_000, 1_000, 0.04), finds: [] },
]
