import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a function of two tables, and leaves one of one table',
    planted: `
      create function f() returns trigger language plpgsql as 'begin return new; end';
      create function near_f() returns trigger language plpgsql as 'begin return new; end';
      create table t (id int primary key);
      create table u (id int primary key);
      create trigger a before insert on t for each row execute function f();
      create trigger b before insert on u for each row execute function f();
      create trigger c before insert on t for each row execute function near_f();
      create trigger d before update on t for each row execute function near_f();`,
    finds: ['public.f()'],
    leaves: ['public.near_f()'],
  },
]
