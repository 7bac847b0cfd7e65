import type { Group } from '../statement.ts'

export const queries: Group = {
  title: 'Queries',
  plansItsReads: true,
  given: `create table parent (id int primary key);
    create table t (id int primary key, a int references parent, b text);
    insert into parent select generate_series(1, 10);
    insert into t select i, i, i from generate_series(1, 10) as i;
    create table child (id int primary key, t_id int references t);`,
  statements: [
    { sql: 'select from t' },
    { sql: 'select from v', where: 'a view on `t`', given: 'create view v as select id, a from t' },
    { sql: 'explain select from t' },
    { sql: 'select from t for key share' },
    { sql: 'select from t for update' },
    { sql: 'select from t join parent on parent.id = t.a for update of t' },
    { sql: 'insert into t values (100, 1)' },
    { sql: 'update t set b = 1 where id = 1' },
    { sql: 'update t set a = 2 where id = 1' },
    { sql: 'delete from t where id = 1' },
    {
      sql: 'merge into t using parent on t.id = parent.id when matched then update set b = 1',
      since: 15,
    },
    { sql: 'copy t to stdout' },
    { sql: 'lock table t in share mode' },
    { sql: 'lock table t' },
  ],
}
