import { expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { isBookkeeping } from './bookkeeping.ts'
import { readBooks } from './read-books.ts'

test('the tools’ tables are read wherever they are, with what numbers and dates they hold', async () => {
  const { client } = await createDatabase({
    schema: `create schema drizzle;
      create table drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
      insert into drizzle.__drizzle_migrations values (1, 'a: 1234567890123456789,', 9007199254740993);
      create table schema_migrations (version varchar(255));
      insert into schema_migrations values ('0001');
      create view alembic_version as select 1`,
  })
  const books = await readBooks(client)
  expect(books.map(({ schema, table }) => `${schema}.${table}`)).toEqual([
    'drizzle.__drizzle_migrations',
    'public.schema_migrations',
  ])
  expect(books[0]?.rows).toEqual([{ id: '1', hash: 'a: 1234567890123456789,', created_at: '9007199254740993' }])
})

test.each([
  'select version()',
  'select pg_try_advisory_lock(72707369)',
  'select * from "knex_migrations" where name = $1',
  'create table if not exists "public"."kysely_migration" (name varchar(255) primary key)',
  `select exists (select 1 from information_schema.tables where table_name = 'pgmigrations')`,
  'insert into drizzle.__drizzle_migrations (hash) values ($1)',
  "with t as (select set_config('lock_timeout', '1', true)) select pg_advisory_lock(1) from t",
  'lock table "knex_migrations_lock"',
  'create schema if not exists "drizzle"',
  "set application_name = 'x'",
  'with m as (select * from schema_migrations) select * from m',
])('%s is a tool’s own', (sql) => {
  expect(isBookkeeping(sql)).toBe(true)
})

test.each([
  'select setval($1, 5)',
  'select * from orders',
  'create table orders (id int references schema_migrations)',
  'insert into orders select 1 from schema_migrations',
  'create table migrations_of_birds (id int)',
  "set lock_timeout = '1s'",
  'not sql',
  'do $$ begin perform 1 from knex_migrations; end $$',
  'select * into copied from schema_migrations',
])('%s is the migration’s', (sql) => {
  expect(isBookkeeping(sql)).toBe(false)
})
