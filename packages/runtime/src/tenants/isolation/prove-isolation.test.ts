import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../../pgwright/test/database.ts'
import { checkIsolation, proveIsolation } from './prove-isolation.ts'
import type { IsolationOptions } from './report.ts'

const role = `isolated_${process.pid}`
const own = `tenant_id = nullif(current_setting('app.tenant', true), '')::bigint`
const schema = `
  create role ${role};
  create table country (code text primary key);
  create table account (id uuid primary key default gen_random_uuid(), tenant_id bigint not null, name text);
  create table line (id bigint generated always as identity, tenant_id bigint not null, account uuid references account,
    total numeric generated always as (2) stored, body jsonb, primary key (tenant_id, id));
  create table event (tenant_id bigint not null, day date not null, body text) partition by range (day);
  create table event_2024 partition of event for values from ('2024-01-01') to ('2025-01-01');
  insert into country values ('pg');
  insert into account (tenant_id, name) select i, 'x' from generate_series(1, 3) i;
  insert into line (tenant_id, account, body) select tenant_id, id, '{"a": [1]}' from account;
  insert into event select i, '2024-05-05', 'e' from generate_series(1, 3) i;
  alter table account enable row level security; alter table line enable row level security;
  alter table event enable row level security;
  create policy own on account using (${own}); create policy own on line using (${own}); create policy own on event using (${own});
  grant select, insert, update, delete on account, line, event, country to ${role};`

let database: TestDatabase
let admin: pg.Pool
const options: IsolationOptions = {
  tenants: [1, 2],
  type: 'bigint',
  setting: 'app.tenant',
  role,
  shared: ['public.country'],
}

beforeAll(async () => {
  database = await createDatabase({ schema: `drop extension pg_stat_statements; ${schema}` })
  admin = new pg.Pool({ connectionString: database.url, max: 4 })
  admin.on('error', () => {})
})
afterAll(async () => {
  await admin.end()
  await database.client.query(`drop owned by ${role}; drop role ${role}`)
})

/** What is open once `sql` was run, which is taken back by `undo`. */
async function openWith(sql: string, undo: string, changed: Partial<IsolationOptions> = {}): Promise<string[]> {
  await database.client.query(sql)
  try {
    return (await checkIsolation(admin, { ...options, ...changed })).open.map(({ object, why }) => `${object}: ${why}`)
  } finally {
    await database.client.query(undo)
  }
}

describe('isolation', () => {
  it('is proved where each table has its policy, by every verb, and leaves every row as it was', async () => {
    const count = `select (select count(*) from account) + (select count(*) from line) + (select count(*) from event) as n`
    const before = (await database.client.query(count)).rows
    const { tables, open, told } = await proveIsolation(admin, options)
    expect(open).toEqual([])
    expect(tables.map(({ table }) => table)).toEqual(['public.account', 'public.event', 'public.line'])
    const verbs = [
      'select',
      'copy to',
      'update',
      'update of the tenant',
      'delete',
      'insert',
      'insert … on conflict',
      'copy from',
    ]
    expect(tables[0]?.tried).toEqual(expect.arrayContaining(verbs))
    expect(told.map(({ object }) => object)).toEqual(['foreign key line_account_fkey of line', 'public.account'])
    expect((await database.client.query(count)).rows).toEqual(before)
  })

  it('is not where a policy is missing, off, or lets other rows through', async () => {
    const off = await openWith(
      'alter table line disable row level security',
      'alter table line enable row level security',
    )
    const reached = ['row security is off', 'select reaches another tenant’s row', 'update reaches', 'delete reaches']
    for (const why of [...reached, 'insert puts in', 'copy from takes', 'update gives a row'])
      expect(off.join('\n')).toContain(`public.line: ${why}`)
    const none = await openWith('drop policy own on line', `create policy own on line using (${own})`)
    expect(none).toEqual(['public.line: it has no policy, so no tenant sees a row of its own'])
    const read = await openWith(
      'create policy all_read on line for select using (true)',
      'drop policy all_read on line',
    )
    expect(read).toContain('public.line: select reaches another tenant’s row')
    expect(read.join()).not.toContain('update reaches')
    const wide = await openWith(
      'create policy any_insert on line for insert with check (true)',
      'drop policy any_insert on line',
    )
    expect(wide).toContain('public.line: insert puts in a row of another tenant')
    const given = await openWith(
      'create policy give on line for update using (true) with check (true)',
      'drop policy give on line',
    )
    expect(given).toContain('public.line: update without where gives a row to another tenant')
    expect(given).toContain('public.line: update without where reaches another tenant’s row')
    const blind = await openWith('create policy gone on line for delete using (true)', 'drop policy gone on line')
    expect(blind).toEqual(['public.line: delete without where reaches another tenant’s row'])
  })

  it('is not by way of a partition, a view, a materialized view or TRUNCATE', async () => {
    const partition = await openWith(
      `grant select on event_2024 to ${role}`,
      `revoke select on event_2024 from ${role}`,
    )
    expect(partition).toContain('public.event_2024: select reaches another tenant’s row')
    const view = await openWith(
      `create view v as select tenant_id from line; grant select on v to ${role}`,
      'drop view v',
    )
    expect(view).toEqual(['public.v: the view shows another tenant’s row'])
    const blind = await openWith(`create view v as select body from line; grant select on v to ${role}`, 'drop view v')
    expect(blind[0]).toContain('owner’s rights')
    const sound = `create view v with (security_invoker) as select body, tenant_id from line; grant select on v to ${role}`
    expect(await openWith(sound, 'drop view v')).toEqual([])
    const kept = `create materialized view v as select tenant_id from line; grant select on v to ${role}`
    expect(await openWith(kept, 'drop materialized view v')).toEqual(['public.v: the view shows another tenant’s row'])
    const truncate = await openWith(`grant truncate on line to ${role}`, `revoke truncate on line from ${role}`)
    expect(truncate).toEqual(['public.line: the role may truncate it, which no policy hinders'])
  })

  it('is not where the role owns a table, or is above the policies or can become so', async () => {
    const granted = `grant select, insert, update, delete on line to ${role}`
    const owner = await openWith(`alter table line owner to ${role}`, `alter table line owner to postgres; ${granted}`)
    expect(owner).toContain('public.line: the role has its owner’s rights, and row security is not forced')
    const bypass = await openWith(`alter role ${role} bypassrls`, `alter role ${role} nobypassrls`)
    expect(bypass).toContain(`role ${role}: is a role with BYPASSRLS`)
    const above = `above_${process.pid}`
    const member = await openWith(`create role ${above} bypassrls; grant ${above} to ${role}`, `drop role ${above}`)
    expect(member).toEqual([`role ${role}: can become ${above}, a role with BYPASSRLS`])
  })

  it('is not where nothing could be tried, or a table is neither a tenant’s nor named as shared', async () => {
    const empty = await openWith('select 1', 'select 1', { tenants: [1, 77] })
    expect(empty).toContain('public.line: could not be tried: the second tenant has no row in it')
    const strange = await openWith('select 1', 'select 1', { shared: [] })
    expect(strange).toContain('public.country: row security is off')
    await expect(proveIsolation(admin, { ...options, shared: [] })).rejects.toMatchObject({ code: 'open' })
    await expect(checkIsolation(admin, { ...options, tenants: [1, 1] })).rejects.toMatchObject({ code: 'usage' })
  })

  it('tells of functions that run with other rights', async () => {
    const make = `create function peek() returns bigint language sql security definer as 'select count(*) from line'`
    await database.client.query(make)
    const { told } = await checkIsolation(admin, options)
    expect(told[0]).toEqual({ object: 'function peek()', why: 'runs with its owner’s rights, whom no policy binds' })
    await database.client.query('drop function peek()')
  })
})
