import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { twinServer } from '../../../test/twins.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { explainPlan } from '../explain.ts'
import { planNodes } from '../plan-node.ts'
import { Twin } from '../twin.ts'

const shelf = 'pgwright_test_shelf'
const role = 'pgwright_test_app'
const objects = `
  create schema own;
  create table orders (id int primary key, client int, note text);
  insert into orders select i, i % 100, 'note ' || i from generate_series(1, 20000) i;
  create index on orders (client);
  create table slow (id int primary key, client int) tablespace ${shelf};
  insert into slow select i, i % 100 from generate_series(1, 20000) i;
  create index on slow (client) tablespace ${shelf};
  create function leaky(int) returns bool language plpgsql stable cost 5 as 'begin return $1 > 3; end';
  create function tight(int) returns bool language plpgsql stable leakproof cost 5 as 'begin return $1 > 3; end';
  create view guarded with (security_barrier = true) as select * from orders where note like 'note 1%';
  create function compiled(int) returns int language internal immutable strict cost 33 as 'int4abs';
  create function "own".many(int) returns setof int language internal stable rows 77 as 'generate_series_int4';
  create extension postgres_fdw;
  create server far foreign data wrapper postgres_fdw options (fdw_startup_cost '777', host 'nowhere.invalid');
  create foreign table away (id int, client int) server far options (table_name 'elsewhere');
  create table own.hidden (id int);
  alter table own.hidden owner to ${role};
  grant usage on schema own to ${role};
  grant select on all tables in schema own, public to ${role};
  alter role ${role} set search_path = own, public;
  alter role ${role} set work_mem = '64kB';
  vacuum analyze orders;
  vacuum analyze slow`

const queries = [
  'select * from slow where client = 5',
  'select * from slow where id = 5',
  'select * from guarded where leaky(client) and id < 1000',
  'select * from guarded where tight(client) and id < 1000',
  'select * from orders where compiled(client) = 5',
  'select * from away a join orders o on o.id = a.id where a.client = 5',
  `update guarded set client = 5 where id = 7`,
]

describe('a twin', () => {
  let source: TestDatabase
  let twin: Twin
  beforeAll(async () => {
    source = await createDatabase()
    await source.client.query('set allow_in_place_tablespaces = on')
    await source.client.query(`create tablespace ${shelf} location ''`)
    await source.client.query(`alter tablespace ${shelf} set (random_page_cost = 20, seq_page_cost = 3)`)
    await source.client.query(`create role ${role}`)
    for (const statement of objects.split(';\n')) await source.client.query(statement)
    twin = await Twin.open(await withReader(parseTarget(source.url), (client) => observe(client)), {
      server: await twinServer(),
    })
  })
  afterAll(async () => {
    await twin?.close()
    await source.client.query(`drop table slow; drop owned by ${role} cascade; drop role ${role}`)
    await source.client.query(`drop tablespace ${shelf}`)
  })

  test('lacks only the code of what is written in C', () => {
    expect(twin.gaps.map(({ object }) => object)).toEqual(['function "public"."compiled"', 'function "own"."many"'])
  })

  test.each(queries)('plans as the source does: %s', async (sql) => {
    const real = await explainPlan(source.client, 18, sql)
    expect(planNodes(await twin.explain(sql, { role: null, settings: {} }))).toEqual(planNodes(real))
  })

  test('plans with the settings of the role that asks', async () => {
    const session = new pg.Client(source.url)
    await session.connect()
    await session.query(`set work_mem = '64kB'`)
    const sql = 'select * from orders order by note'
    const real = await explainPlan(session, 18, sql)
    await session.end()
    const asked = { role, settings: {} }
    expect(planNodes(await twin.explain(sql, asked))).toEqual(planNodes(real))
    expect(planNodes(await twin.explain(sql, { ...asked, role: null }))).not.toEqual(planNodes(real))
    expect(planNodes(await twin.explain('select * from hidden', asked))[0]?.Schema).toBe('own')
  })

  test('says of a statement that needs the result of what is written in C that it has none', async () => {
    const asked = { role: null, settings: {} }
    await expect(twin.explain('select * from orders where client = compiled(-5)', asked)).rejects.toMatchObject({
      code: '0A000',
    })
  })
})
