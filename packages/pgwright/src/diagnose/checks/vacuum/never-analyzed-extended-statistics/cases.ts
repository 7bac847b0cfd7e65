import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds statistics that were made after the last analyze, and leaves those before and of small tables',
    planted: `
      create table t (id int primary key, a int, b int) with (autovacuum_enabled = off);
      create table near_t (id int primary key, a int, b int) with (autovacuum_enabled = off);
      create table small (id int primary key, a int, b int) with (autovacuum_enabled = off);
      insert into t select i, i % 10, i % 10 from generate_series(1, 5000) i;
      insert into near_t select i, i % 10, i % 10 from generate_series(1, 5000) i;
      insert into small select i, i % 10, i % 10 from generate_series(1, 50) i;
      create statistics near_expression on (a + b) from near_t;
      create statistics near_dependencies (dependencies) on a, b from near_t;
      analyze;
      create statistics "S x" (ndistinct, mcv) on a, b from t;
      create statistics on_expression on (a + b) from t;
      create statistics near_small on a, b from small;`,
    finds: ['public."S x"', 'public.on_expression'],
    leaves: ['public.near_expression', 'public.near_dependencies', 'public.near_small'],
  },
]
