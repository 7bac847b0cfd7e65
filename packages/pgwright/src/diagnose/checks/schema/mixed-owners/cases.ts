import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a schema of several owners, and leaves one of one',
    roles: ['case_other_owner'],
    planted: `
      create table t (id int primary key);
      create table other (id int primary key);
      alter table other owner to case_other_owner;
      create schema near_one;
      create table near_one.t (id int primary key);`,
    finds: ['public'],
    leaves: ['near_one'],
  },
]
