import { beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { planOf } from '../../../test/plan.ts'
import { applyPlan, finishTypeChange, rollbackRun, typeChangePlan } from '../index.ts'
import { connector } from '../testing/plan.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

const database = await createDatabase()
const { client } = database
const connect = connector(database.url)

const schema = `
  create table kinds (id bigint primary key);
  insert into kinds values (1), (2), (3);
  create table "Or ders" (id serial primary key, "Kind" text not null, amount int not null check (amount > 0), kind_id int default 1);
  alter table "Or ders" add constraint one unique ("Kind", id) deferrable initially deferred;
  create index "Some" on "Or ders" ("Kind", amount) where "Kind" is not null;
  alter table "Or ders" add constraint "Kin d" foreign key (kind_id) references kinds on delete cascade;
  alter table "Or ders" add constraint low check (kind_id < 100) not valid;
  alter table "Or ders" alter "Kind" set statistics 50, alter "Kind" set (n_distinct = 7);
  comment on column "Or ders"."Kind" is 'it''s a kind'; comment on index "Some" is 'some'; comment on constraint one on "Or ders" is 'one';
  insert into "Or ders" ("Kind", amount) select ' ' || 1 + i % 3, i from generate_series(1, 300) as i;
  grant select (kind_id), insert (kind_id) on "Or ders" to public`

beforeEach(async () => {
  await client.query(
    `drop schema if exists pgwright cascade; drop schema public cascade; create schema public; ${schema}`,
  )
})

describe('all that hangs on a column goes with it, as where it is altered directly', () => {
  test.each([
    ['text to int', 'Kind', 'int', `pg_catalog.btrim("Kind")::int`],
    ['a foreign key', 'kind_id', 'bigint', null],
    ['a serial', 'id', 'bigint', null],
  ] as const)('%s, and back', async (_, column, type, using) => {
    const on = { schema: 'public', table: 'Or ders', column }
    const before = await wholeCatalog(database)
    const { rows } = await client.query('select * from "Or ders" order by id')
    const run = await applyPlan(connect, planOf(await typeChangePlan(client, { ...on, type, using })))
    await client.query(`update "Or ders" set amount = amount where id = 2`)
    await rollbackRun(connect, run.id)
    expect(await wholeCatalog(database)).toBe(before)
    expect((await client.query('select * from "Or ders" order by id')).rows).toEqual(rows)

    await applyPlan(connect, planOf(await typeChangePlan(client, { ...on, type, using })))
    await applyPlan(connect, planOf(finishTypeChange(on)))
    const after = await wholeCatalog(database)
    const granted = await client.query(
      `select has_column_privilege('pg_monitor', '"Or ders"', 'kind_id', 'insert') as granted`,
    )
    expect(granted.rows).toEqual([{ granted: true }])
    await client.query(`drop schema public cascade; create schema public; ${schema}`)
    await client.query(`alter table "Or ders" alter "${column}" type ${type}${using === null ? '' : ` using ${using}`}`)
    // A serial's sequence would end where int does.
    if (column === 'id') await client.query('alter sequence "Or ders_id_seq" as bigint')
    expect(after).toBe(await wholeCatalog(database))
  })
})
