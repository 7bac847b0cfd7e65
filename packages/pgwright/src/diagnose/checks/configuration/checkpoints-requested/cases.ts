import type { CheckCase } from '../../../testing/check-case.ts'

function given(timed: number, requested: number, days = 10) {
  return [{ timed, requested, size: 2 ** 30, since: new Date(Date.now() - days * 86_400_000) }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds that most are asked for', given: given(500, 3000), finds: ['max_wal_size'] },
  { title: 'leaves some among many timed ones', given: given(2880, 300), finds: [] },
  { title: 'leaves a few that a nightly backup asks for', given: given(5, 10), finds: [] },
  { title: 'does not judge by an hour', given: given(5, 100, 0.04), finds: [] },
]
