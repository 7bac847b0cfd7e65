import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds references into another schema, and leaves those within one',
    planted: `
      create schema other;
      create table other.parent (id int primary key);
      create table t (id int primary key, parent_id int references other.parent);
      create table other.near_child (id int primary key references other.parent);`,
    finds: ['public.t.t_parent_id_fkey'],
    leaves: ['other.near_child.near_child_id_fkey'],
  },
]
