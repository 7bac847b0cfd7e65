import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a trigger and a deferrable constraint that are off, and leaves those that run and foreign keys',
    planted: `
      create function nothing() returns trigger language plpgsql as 'begin return new; end';
      create table parent (id int primary key);
      create table child (id int primary key, parent_id int references parent);
      create index on child (parent_id);
      create trigger "T off" before insert on parent for each row execute function nothing();
      create trigger near_on before insert on parent for each row execute function nothing();
      create trigger near_replica before insert on parent for each row execute function nothing();
      alter table parent disable trigger "T off";
      alter table parent enable replica trigger near_replica;
      alter table child disable trigger all;
      create table "U t" (id int unique deferrable);
      alter table "U t" disable trigger all;`,
    finds: ['public.parent."T off"', 'public."U t"."U t_id_key"'],
    leaves: ['public.child.child_parent_id_fkey', 'public.parent.near_on', 'public.parent.near_replica'],
  },
]
