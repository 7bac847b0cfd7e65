import type { Group } from '../statement.ts'

export const maintenance: Group = {
  title: 'Maintenance and statistics',
  given: `create table t (id int primary key, a int, b text);
    insert into t select i, i, i from generate_series(1, 10) as i;`,
  statements: [
    { sql: 'analyze t', note: 'reads a sample' },
    {
      sql: 'vacuum t',
      outside: true,
      note: 'reads what changed, and takes ACCESS EXCLUSIVE where it can have it at once, to cut off empty pages at the end',
    },
    { sql: 'vacuum (truncate off) t', outside: true, note: 'reads what changed' },
    { sql: 'vacuum (analyze) t', outside: true, note: 'reads what changed, and a sample' },
    { sql: 'vacuum (freeze) t', outside: true, note: 'reads what is not frozen' },
    { sql: 'vacuum full t', outside: true },
    { sql: 'cluster t using t_pkey' },
    { sql: 'create statistics s on a, b from t' },
    { sql: 'alter statistics s set statistics 500', given: 'create statistics s on a, b from t' },
    { sql: 'drop statistics s', given: 'create statistics s on a, b from t' },
  ],
}
