import type { CheckCase } from '../../../testing/check-case.ts'

const gigabyte = 2 ** 30

function given(bytes: number, days: number) {
  const since = new Date(Date.now() - days * 86_400_000)
  return [{ files: 10_000, bytes, memory: 4 * 2 ** 20, since }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds much on every day', given: given(1000 * gigabyte, 10), finds: ['work_mem'] },
  { title: 'leaves as much over a year', given: given(1000 * gigabyte, 365), finds: [] },
  { title: 'does not judge by an hour', given: given(1000 * gigabyte, 0.04), finds: [] },
]
