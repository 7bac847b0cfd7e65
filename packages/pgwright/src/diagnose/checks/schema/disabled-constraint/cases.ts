import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds foreign keys whose triggers are off, on either side, and leaves those of users',
    planted: `
      create table parent (id int primary key);
      create table child (id int primary key, parent_id int references parent);
      alter table child disable trigger all;
      create table owner (id int primary key);
      create table "Owned" (id int primary key references owner);
      alter table owner disable trigger all;
      create table near_child (id int primary key references parent);
      create function f() returns trigger language plpgsql as 'begin return new; end';
      create trigger near_user before insert on near_child for each row execute function f();
      alter table near_child disable trigger near_user;`,
    finds: ['public.child.child_parent_id_fkey', 'public."Owned"."Owned_id_fkey"'],
    leaves: ['public.near_child.near_child_id_fkey'],
  },
]
