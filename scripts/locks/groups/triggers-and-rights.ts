import type { Group } from '../statement.ts'

const trigger = 'create trigger r after insert on t for each row execute function noted();'

export const triggersAndRights: Group = {
  title: 'Triggers, rules, policies and rights',
  given: `create table parent (id int primary key);
    create table t (id int primary key, a int);
    insert into t select i, i from generate_series(1, 10) as i;
    create function noted() returns trigger language plpgsql as 'begin return new; end';`,
  statements: [
    { sql: 'create trigger r after insert on t for each row execute function noted()' },
    { sql: 'create or replace trigger r after insert on t for each row execute function noted()', given: trigger },
    {
      sql: 'create constraint trigger r after insert on t from parent for each row execute function noted()',
    },
    { sql: 'drop trigger r on t', given: trigger },
    { sql: 'alter trigger r on t rename to s', given: trigger },
    { sql: 'alter table t disable trigger r', given: trigger },
    { sql: 'alter table t enable trigger r', given: `${trigger} alter table t disable trigger r` },
    { sql: 'alter table t enable always trigger r', given: trigger },
    { sql: 'alter table t disable trigger all', given: trigger },
    {
      sql: "create or replace function noted() returns trigger language plpgsql as 'begin return null; end'",
      given: trigger,
    },
    { sql: 'create rule r as on insert to t do also nothing' },
    { sql: 'alter table t disable rule r', given: 'create rule r as on insert to t do also nothing' },
    { sql: 'drop rule r on t', given: 'create rule r as on insert to t do also nothing' },
    { sql: 'alter table t enable row level security' },
    { sql: 'alter table t force row level security' },
    { sql: 'alter table t disable row level security', given: 'alter table t enable row level security' },
    { sql: 'create policy y on t using (a > 0)' },
    {
      sql: 'create policy y on t using (exists (select from parent where id = a))',
      where: 'where its expression reads another table',
    },
    { sql: 'alter policy y on t using (a > 1)', given: 'create policy y on t using (a > 0)' },
    { sql: 'alter policy y on t rename to z', given: 'create policy y on t using (a > 0)' },
    { sql: 'drop policy y on t', given: 'create policy y on t using (a > 0)' },
    { sql: 'grant select on t to somebody' },
    { sql: 'revoke select on t from somebody', given: 'grant select on t to somebody' },
    { sql: 'grant select (a) on t to somebody' },
    { sql: 'grant select on all tables in schema public to somebody' },
    { sql: 'alter default privileges in schema public grant select on tables to somebody' },
  ],
}
