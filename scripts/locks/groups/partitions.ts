import type { Group } from '../statement.ts'

const candidate = `create table n (id int, at int, a int);
  insert into n select i, 20 + i % 10, i from generate_series(1, 10) as i;
  alter table n alter id set not null, alter at set not null, add primary key (id, at);`
const fits = 'alter table n add check (at >= 20 and at < 30);'
const withDefault = `create table pd partition of p default;
  insert into pd select i, 50, 1 from generate_series(1, 10) as i;`
const keepsOut = 'alter table pd add check (at is not null and at >= 40);'
const attach = 'alter table p attach partition n for values from (20) to (30)'
const parent = `create table parent (id int primary key);
  insert into parent select generate_series(1, 40);`
const referenced = 'create table child (id int, at int, foreign key (id, at) references p);'

export const partitions: Group = {
  title: 'Partitions',
  given: `create table p (id int, at int, a int, primary key (id, at)) partition by range (at);
    create table p1 partition of p for values from (0) to (10);
    create table p2 partition of p for values from (10) to (20);
    insert into p select i, i % 20, i from generate_series(1, 40) as i;`,
  statements: [
    { sql: 'create table n partition of p for values from (20) to (30)' },
    {
      sql: 'create table n partition of p for values from (20) to (30)',
      where: 'with a default partition',
      given: withDefault,
    },
    {
      sql: 'create table n partition of p for values from (20) to (30)',
      where: 'with a default partition whose valid check rules its rows out',
      given: withDefault + keepsOut,
    },
    {
      sql: 'create table n partition of p for values from (20) to (30)',
      where: 'with a foreign key of `child` to `p`',
      given: referenced,
    },
    { sql: 'create table n (like p including all)' },
    { sql: attach, given: candidate },
    { sql: attach, where: 'where a valid check says that its rows fit', given: candidate + fits },
    {
      sql: attach,
      where: 'where a valid check says that its rows fit, with a default partition',
      given: candidate + fits + withDefault,
    },
    {
      sql: attach,
      where: 'where a valid check says that its rows fit, with a default partition whose valid check rules them out',
      given: candidate + fits + withDefault + keepsOut,
    },
    {
      sql: attach,
      where: 'where a valid check says that its rows fit, and `n` lacks the index',
      given: `${candidate + fits} alter table n drop constraint n_pkey`,
    },
    {
      sql: attach,
      where: 'where a valid check says that its rows fit, with a foreign key of `child` to `p`',
      given: candidate + fits + referenced,
    },
    {
      sql: attach,
      where: 'where a valid check says that its rows fit, with a foreign key of both to `parent`',
      given: `${parent + candidate + fits} alter table p add foreign key (a) references parent;
        alter table n add foreign key (a) references parent`,
    },
    { sql: 'alter table p detach partition p2' },
    { sql: 'alter table p detach partition p2', where: 'with a default partition', given: withDefault },
    { sql: 'alter table p detach partition p2', where: 'with a foreign key of `child` to `p`', given: referenced },
    { sql: 'alter table p detach partition p2 concurrently', outside: true, note: 'waits for older transactions' },
    {
      sql: 'alter table p detach partition p2 concurrently',
      where: 'with a default partition',
      given: withDefault,
      outside: true,
    },
    {
      sql: 'alter table p detach partition p2 concurrently',
      where: 'with a foreign key of `child` to `p`',
      given: referenced,
      outside: true,
      note: 'reads `child`; waits for older transactions',
    },
    { sql: 'drop table p2' },
    { sql: 'drop table p2', where: 'with a default partition', given: withDefault },
    { sql: 'drop table p2', where: 'with a foreign key of `child` to `p`', given: referenced },
    { sql: 'truncate p' },
    { sql: 'truncate p2' },
    { sql: 'create index on p (a)' },
    { sql: 'create index on only p (a)' },
    { sql: 'create index concurrently on p (a)', outside: true },
    {
      sql: 'alter index i attach partition i1',
      given: 'create index i on only p (a); create index i1 on p1 (a)',
    },
    { sql: 'drop index i', where: 'of `p`', given: 'create index i on p (a)' },
    { sql: 'drop index concurrently i', where: 'of `p`', given: 'create index i on p (a)', outside: true },
    { sql: 'reindex table p', outside: true },
    {
      sql: 'reindex table concurrently p',
      outside: true,
      note: 'twice for each index; SHARE for a moment only; waits for older transactions',
    },
    { sql: 'alter table p add x int' },
    { sql: 'alter table p alter a type bigint' },
    { sql: 'alter table p alter a set not null' },
    { sql: 'alter table p add constraint c check (a > 0) not valid' },
    {
      sql: 'alter table p validate constraint c',
      where: 'a check',
      given: 'alter table p add constraint c check (a > 0) not valid',
    },
    { sql: 'alter table p add constraint c foreign key (a) references parent', given: parent },
    { sql: 'alter table p add constraint c foreign key (a) references parent not valid', given: parent },
    {
      sql: 'alter table p validate constraint c',
      where: 'a foreign key',
      given: `${parent} alter table p add constraint c foreign key (a) references parent not valid`,
      since: 18,
    },
    {
      sql: 'alter table child add constraint c foreign key (id, at) references p not valid',
      given: 'create table child (id int, at int)',
    },
    {
      sql: 'alter table child drop constraint c',
      where: 'a foreign key to `p`',
      given: 'create table child (id int, at int, constraint c foreign key (id, at) references p)',
    },
    {
      sql: 'create trigger r after insert on p for each row execute function noted()',
      given: "create function noted() returns trigger language plpgsql as 'begin return new; end'",
    },
    { sql: 'analyze p', note: 'reads samples' },
    { sql: 'vacuum p', outside: true, note: 'reads what changed' },
    { sql: 'select from p where at = 15' },
    { sql: 'insert into p values (100, 15)' },
    { sql: 'update p set a = 1 where at = 15' },
  ],
}
