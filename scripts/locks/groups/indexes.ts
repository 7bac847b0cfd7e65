import type { Group } from '../statement.ts'

const index = 'create index i on t (a)'

export const indexes: Group = {
  title: 'Indexes',
  given: `create table t (id int primary key, a int, b text);
    insert into t select i, i, i from generate_series(1, 10) as i;`,
  statements: [
    { sql: 'create index on t (a)' },
    { sql: 'create unique index on t (a)' },
    { sql: 'create index if not exists i on t (a)', where: 'where `i` is there', given: index },
    {
      sql: 'create index concurrently on t (a)',
      outside: true,
      note: 'twice; waits for older transactions',
    },
    {
      sql: 'create unique index concurrently on t (a)',
      outside: true,
      note: 'twice; waits for older transactions',
    },
    { sql: 'drop index i', given: index },
    { sql: 'drop index concurrently i', given: index, outside: true, note: 'waits for older transactions' },
    { sql: 'reindex index i', given: index },
    { sql: 'reindex table t', given: index },
    {
      sql: 'reindex index concurrently i',
      given: index,
      outside: true,
      note: 'twice; waits for older transactions',
    },
    {
      sql: 'reindex table concurrently t',
      given: index,
      outside: true,
      note: 'twice for each index; waits for older transactions',
    },
    { sql: 'alter index i rename to j', given: index },
    { sql: 'alter index i set (fillfactor = 80)', given: index },
    { sql: 'alter index i set tablespace fast', given: index, note: 'copies the index' },
    {
      sql: 'alter index i alter column 1 set statistics 500',
      given: 'create index i on t ((a + 1))',
    },
    { sql: "comment on index i is 'x'", given: index },
  ],
}
