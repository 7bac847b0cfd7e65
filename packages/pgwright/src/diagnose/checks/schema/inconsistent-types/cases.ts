import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a column that does not fit the reference of its name, and leaves names that mean nothing',
    planted: `
      create table customers (id bigint primary key);
      create table orders (id int primary key, customer_id bigint references customers, status int, external_id int);
      create table log (id int primary key, customer_id text, status text, external_id text);
      create table near_same (id int primary key, customer_id bigint);
      create schema other;
      create table other.near_schema (id int primary key, customer_id text);`,
    finds: ['public.log.customer_id'],
    leaves: [
      'public.log.status',
      'public.log.external_id',
      'public.near_same.customer_id',
      'other.near_schema.customer_id',
    ],
  },
]
