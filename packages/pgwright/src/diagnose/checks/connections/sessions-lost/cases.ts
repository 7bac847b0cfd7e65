import type { CheckCase } from '../../../testing/check-case.ts'

function given(abandoned: number, days = 10) {
  const since = new Date(Date.now() - days * 86_400_000)
  return [{ sessions: 10_000, abandoned, fatal: 5, killed: 0, since }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds many', given: given(3_000), server: { database: 'shop' }, finds: ['shop'] },
  { title: 'leaves a few', given: given(200), finds: [] },
  { title: 'does not judge by an hour', given: given(3_000, 0.04), finds: [] },
]
