import type { CheckCase } from '../../../testing/check-case.ts'

function given(evictions: number) {
  return [{ evictions, max: 5_000, since: new Date(Date.now() - 10 * 86_400_000) }]
}

export const cases: readonly CheckCase[] = [
  { title: 'finds many', given: given(5_000), finds: ['pg_stat_statements.max'] },
  { title: 'leaves some', given: given(30), finds: [] },
  {
    title: 'leaves a server with room, and says that it has not counted for long',
    planted: 'create extension pg_stat_statements',
    skipped: true,
    finds: [],
  },
]
