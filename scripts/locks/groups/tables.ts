import type { Group } from '../statement.ts'

const child = 'create table child (id int primary key, t_id int references t)'

export const tables: Group = {
  title: 'Tables',
  given: `create schema other;
    create table parent (id int primary key);
    create table t (id int primary key, a int, b text);
    insert into parent select generate_series(1, 10);
    insert into t select i, i, i from generate_series(1, 10) as i;`,
  statements: [
    { sql: 'create table n (id int primary key, parent_id int)' },
    { sql: 'create table n (id int primary key, parent_id int references parent)' },
    { sql: 'create table n (like t including all)' },
    { sql: 'create table n as select * from t' },
    { sql: 'create table n () inherits (t)' },
    { sql: 'drop table t' },
    {
      sql: 'drop table t',
      where: 'with a foreign key to `parent`',
      given: 'alter table t add foreign key (a) references parent',
    },
    { sql: 'drop table t cascade', where: 'with a foreign key of `child` to it', given: child },
    { sql: 'truncate t' },
    {
      sql: 'truncate t',
      where: 'with a foreign key to `parent`',
      given: 'alter table t add foreign key (a) references parent',
    },
    { sql: 'truncate t cascade', where: 'with a foreign key of `child` to it', given: child },
    { sql: 'alter table t rename to n' },
    { sql: 'alter table t set schema other' },
    { sql: 'alter table t owner to somebody' },
    { sql: 'alter table t set unlogged' },
    { sql: 'alter table t set logged', where: 'where it is unlogged', given: 'alter table t set unlogged' },
    { sql: 'alter table t set tablespace fast' },
    { sql: 'alter table t set access method heap2', since: 15 },
    { sql: 'alter table t set (fillfactor = 80)' },
    { sql: 'alter table t reset (fillfactor)', given: 'alter table t set (fillfactor = 80)' },
    { sql: 'alter table t set (autovacuum_vacuum_scale_factor = 0.01)' },
    { sql: 'alter table t set (toast.autovacuum_enabled = off)' },
    { sql: 'alter table t set (toast_tuple_target = 4000)' },
    { sql: 'alter table t set (parallel_workers = 4)' },
    { sql: 'alter table t set (user_catalog_table = true)' },
    { sql: 'alter table t replica identity full' },
    { sql: 'alter table t replica identity using index t_pkey' },
    { sql: 'alter table t cluster on t_pkey' },
    { sql: 'alter table t set without cluster' },
    { sql: 'alter table n inherit t', given: 'create table n (id int not null, a int, b text)' },
    { sql: 'alter table n no inherit t', given: 'create table n () inherits (t)' },
    {
      sql: 'alter table t alter a set statistics 500, alter b set not null',
      where: 'where the strongest of all counts',
    },
    { sql: "comment on table t is 'x'" },
    { sql: 'alter sequence s restart with 100', given: 'create sequence s' },
    { sql: 'alter sequence s owned by t.id', given: 'create sequence s' },
    { sql: 'alter schema other rename to moved', given: 'create table other.n (id int)' },
    { sql: 'drop schema other cascade', given: 'create table other.n (id int)' },
  ],
}
