import type { CheckCase } from '../../../testing/check-case.ts'

function given(wanted: number, launched: number) {
  return [{ wanted, launched, workers: 8, since: null }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds that many did not start', given: given(50_000, 30_000), finds: ['max_parallel_workers'] },
  { title: 'leaves a few', given: given(50_000, 49_000), finds: [] },
  { title: 'does not judge by some', given: given(10, 0), finds: [] },
]
