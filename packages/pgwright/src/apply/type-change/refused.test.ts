import { expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { planOf } from '../../../test/plan.ts'
import { applyPlan, typeChangePlan } from '../index.ts'
import { connector } from '../testing/plan.ts'

const { client, url } = await createDatabase({
  schema: `create schema app;
    create table app.t (id int primary key, "C" int unique, at timestamp, note text default 'x', g int generated always as ("C" + 1) stored,
      seen int, ruled int, watched int, plain int);
    create table app.key_1 (id int primary key); create table app.parted (key int constraint of_parted references app.key_1) partition by list (key);
    create table app.key_2 (id int primary key); create table app.quiet (key int constraint of_quiet references app.key_2);
    alter table app.quiet disable trigger all;
    create table app.key_3 (id int primary key, constraint itself foreign key (id) references app.key_3);
    create table app.key_4 (id int primary key); create table app.named (key int constraint of_named references app.key_4);
    create view app.v as select seen from app.t;
    alter table app.t enable row level security;
    create policy p on app.t using (ruled > 0);
    create function app.f() returns trigger language plpgsql as 'begin new.watched := 1; return new; end';
    create trigger tr before insert on app.t for each row execute function app.f();
    create table app.parts (id int, day date) partition by range (day);
    create table app.published (id int); create publication pub for table app.published;
    create table app.key (id int not null unique, plain int); create table app.listed (id int, ts app.key[]);
    alter table app.key replica identity using index key_id_key`,
})

const of = (column: string, type = 'bigint', more: { using?: string; back?: string } = {}, table = 't') =>
  typeChangePlan(client, { schema: 'app', table, column, type, ...more })

test.each([
  [
    'a foreign key of a partitioned table',
    'id',
    'key_1',
    'constraint of_parted on table app.parted, which is partitioned,',
  ],
  ['a foreign key whose triggers are disabled', 'id', 'key_2', 'of_quiet'],
  ['a foreign key to itself', 'id', 'key_3', 'itself'],
  ['a generated column', 'C', 't', 'depends on it'],
  ['a generated column itself', 'g', 't', 'generated'],
  ['a view', 'seen', 't', 'app.v'],
  ['a policy', 'ruled', 't', 'policy p'],
  ['a function of a trigger', 'watched', 't', 'trigger tr'],
  ['a partitioned table', 'id', 'parts', 'partitioned'],
  ['a publication', 'id', 'published', 'publication pub'],
  ['the replica identity', 'id', 'key', 'key_id_key'],
  ['a column of the row type', 'plain', 'key', 'app.listed'],
])('%s is in the way, and is named', async (_, column, table, named) => {
  const refused = of(column, 'bigint', {}, table)
  await expect(refused).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(named) })
})

test.each(['numeric', 'text'])(
  'a foreign key whose column no index would find by values of type %s is in the way',
  async (type) => {
    const refused = of('id', type, { back: 'id::int' }, 'key_4')
    await expect(refused).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('"of_named"') })
  },
)

test.each([
  ['no such column', () => of('nowhere'), 'usage'],
  ['no type', () => of('plain', 'bigint, drop column id'), 'usage'],
  ['no expression', () => of('plain', 'text', { using: `plain) ; drop table app.t; select (1` }), 'usage'],
])('%s is told', async (_, refused, code) => {
  await expect(refused()).rejects.toMatchObject({ code })
})

test('a way that depends on settings, on other columns, or that is none, is refused until a right one is given', async () => {
  const at = { using: `at at time zone 'UTC'`, back: `at at time zone 'UTC'` }
  await expect(of('at', 'timestamptz')).rejects.toMatchObject({ hint: expect.stringContaining('at time zone') })
  await expect(of('at', 'timestamptz', { using: at.using })).rejects.toMatchObject({ code: 'unsupported' })
  expect((await of('at', 'timestamptz', at)).kind).toBe('change-type')
  await expect(of('plain', 'bigint', { using: 'plain + seen' })).rejects.toMatchObject({ code: 'unsupported' })
  await expect(of('plain', 'point', { using: 'pg_catalog.point(plain, 0)' })).rejects.toMatchObject({
    code: 'unsupported',
  })
  await expect(of('note', 'int')).rejects.toMatchObject({ message: expect.stringContaining('cannot be cast') })
})

test.each([
  ['another statement beside', (sql: string) => `${sql}; drop table app.t`],
  ['another column', (sql: string) => sql.replace('rename column "plain"', 'rename column "seen"')],
  ['a scan', (sql: string) => `${sql}; alter table "app"."t" add constraint c check (id > 0)`],
])('a plan whose swap was edited by hand to do %s is refused', async (_, edited) => {
  const change = await of('plain')
  const steps = change.steps.map((step) =>
    step.ensure.kind === 'columns-swapped' ? { ...step, sql: edited(step.sql) } : step,
  )
  await expect(applyPlan(connector(url), planOf({ ...change, steps }))).rejects.toMatchObject({ code: 'bad-file' })
})
