import type { CheckCase } from '../../../testing/check-case.ts'

function given(sessions: number, meanMs: number, days = 10) {
  const since = new Date(Date.now() - days * 86_400_000)
  return [{ sessions, session_ms: sessions * meanMs, since }]
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds many short sessions',
    given: given(5_000_000, 800),
    server: { database: 'shop' },
    finds: ['shop'],
  },
  { title: 'leaves many long ones', given: given(5_000_000, 3_600_000), finds: [] },
  { title: 'leaves as many over years', given: given(5_000_000, 800, 1000), finds: [] },
  { title: 'does not judge by an hour', given: given(50_000, 800, 0.04), finds: [] },
]
