import type { Group } from '../statement.ts'

const foreignKey = 'alter table t add constraint c foreign key (a) references parent'
const checked = 'alter table t add constraint c check (a > 0)'

export const constraints: Group = {
  title: 'Constraints',
  given: `create table parent (id int primary key);
    create table t (id int primary key, a int, b int not null, during int4range);
    insert into parent select generate_series(1, 10);
    insert into t select i, i, i, int4range(i, i + 1) from generate_series(1, 10) as i;`,
  statements: [
    { sql: 'alter table t add constraint c check (a > 0)' },
    { sql: 'alter table t add constraint c check (a > 0) not valid' },
    { sql: 'alter table t add constraint c check (a > 0) not enforced', since: 18 },
    { sql: 'alter table t validate constraint c', where: 'a check', given: `${checked} not valid` },
    { sql: 'alter table t drop constraint c', where: 'a check', given: checked },
    { sql: 'alter table t add constraint c not null a', since: 18 },
    { sql: 'alter table t add constraint c not null a not valid', since: 18 },
    {
      sql: 'alter table t validate constraint c',
      where: 'a not-null constraint',
      given: 'alter table t add constraint c not null a not valid',
      since: 18,
    },
    {
      sql: 'alter table t alter a set not null',
      where: 'where its not-null constraint is not valid',
      given: 'alter table t add constraint c not null a not valid',
      since: 18,
    },
    {
      sql: 'alter table t drop constraint c',
      where: 'a not-null constraint',
      given: 'alter table t add constraint c not null a',
      since: 18,
    },
    { sql: foreignKey },
    { sql: `${foreignKey} not valid` },
    { sql: `${foreignKey} not enforced`, since: 18 },
    { sql: 'alter table t validate constraint c', where: 'a foreign key', given: `${foreignKey} not valid` },
    { sql: 'alter table t drop constraint c', where: 'a foreign key', given: foreignKey },
    { sql: 'alter table t alter constraint c deferrable', where: 'a foreign key', given: foreignKey },
    { sql: 'alter table t alter constraint c not enforced', where: 'a foreign key', given: foreignKey, since: 18 },
    {
      sql: 'alter table t alter constraint c enforced',
      where: 'a foreign key',
      given: `${foreignKey} not enforced`,
      since: 18,
    },
    { sql: 'alter table t add constraint c foreign key (a) references t' },
    { sql: 'alter table t add constraint c unique (a)' },
    {
      sql: 'alter table t add constraint c unique using index i',
      given: 'create unique index i on t (a)',
    },
    { sql: 'alter table t drop constraint c', where: 'unique', given: 'alter table t add constraint c unique (a)' },
    {
      sql: 'alter table t drop constraint c cascade',
      where: 'unique, with a foreign key of `child` to it',
      given: `alter table t add constraint c unique (a); create table child (a int references t (a));`,
    },
    {
      sql: 'alter table t add constraint c primary key (b)',
      where: 'where the column is not null',
      given: 'alter table t drop constraint t_pkey',
    },
    {
      sql: 'alter table t add constraint c primary key using index i',
      where: 'where the column is not null',
      given: 'alter table t drop constraint t_pkey; create unique index i on t (b)',
    },
    {
      sql: 'alter table t add constraint c primary key using index i',
      where: 'where the column may be null',
      given: 'alter table t drop constraint t_pkey; create unique index i on t (a)',
    },
    {
      sql: 'alter table t add constraint c primary key using index i',
      where: 'where the column may be null and `check (a is not null)` is valid',
      given: `alter table t drop constraint t_pkey; create unique index i on t (a);
        alter table t add check (a is not null)`,
    },
    { sql: 'alter table t drop constraint t_pkey' },
    { sql: 'alter table t add constraint c exclude using gist (during with &&)' },
    {
      sql: 'alter table t drop constraint c',
      where: 'an exclusion constraint',
      given: 'alter table t add constraint c exclude using gist (during with &&)',
    },
    { sql: 'alter table t rename constraint t_pkey to c' },
    { sql: "comment on constraint t_pkey on t is 'x'" },
  ],
}
