import type { Group } from '../statement.ts'

const view = 'create view v as select id, a from t;'
const materialized = `create materialized view m as select id, a from t;
  create unique index on m (id);`

export const views: Group = {
  title: 'Views',
  given: `create table t (id int primary key, a int);
    insert into t select i, i from generate_series(1, 10) as i;`,
  statements: [
    { sql: 'create view v as select id, a from t' },
    { sql: 'create or replace view v as select id, a, 1 as b from t', given: view },
    { sql: 'drop view v', given: view },
    { sql: 'alter view v rename to w', given: view },
    { sql: 'alter view v set (security_invoker = true)', given: view, since: 15 },
    { sql: 'drop table t cascade', where: 'with a view on it', given: view },
    { sql: 'create materialized view m as select id, a from t' },
    { sql: 'create materialized view m as select id, a from t with no data' },
    { sql: 'refresh materialized view m', given: materialized },
    { sql: 'refresh materialized view m with no data', given: materialized },
    { sql: 'refresh materialized view concurrently m', given: materialized },
    { sql: 'drop materialized view m', given: materialized },
    { sql: 'create index on m (a)', given: materialized },
  ],
}
