import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a database without the extension',
    planted: 'create table t (id int)',
    finds: ['pg_stat_statements'],
  },
  { title: 'leaves one with it', planted: 'create extension pg_stat_statements', finds: [] },
  {
    title: 'finds that the library is not loaded, and that nothing is tracked',
    given: [
      { available: true, installed: true, track: null },
      { available: true, installed: true, track: 'none' },
    ],
    finds: ['pg_stat_statements', 'pg_stat_statements'],
  },
]
