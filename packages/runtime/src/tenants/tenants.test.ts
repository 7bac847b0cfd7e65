import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { detectInRequests, type RuntimeFinding } from '../detect/index.ts'
import { instrument } from '../drivers/pg.ts'
import { withScope } from '../scope/index.ts'
import { createTenants, currentTenant, type Tenants } from './index.ts'

const [a, b] = ['0b0e8bcd-2f2b-4f0e-9d57-000000000001', '0b0e8bcd-2f2b-4f0e-9d57-000000000002']
const role = `tenants_app_${process.pid}`
const schema = `
  create table note (id bigint generated always as identity primary key, tenant_id uuid not null, body text,
    constraint tenant_body unique (tenant_id, body) deferrable initially deferred);
  alter table note enable row level security;
  create policy own on note using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
  insert into note (tenant_id, body) values ('${a}', 'of a'), ('${b}', 'of b');
  create role ${role};
  grant select, insert, update, delete on note to ${role};`

let database: TestDatabase
let pool: pg.Pool
let tenants: Tenants
const discarded: string[] = []

beforeAll(async () => {
  database = await createDatabase({ schema })
  pool = new pg.Pool({ connectionString: database.url, max: 1 })
  pool.on('error', () => {})
  const onDiscard = (reason: string) => discarded.push(reason)
  tenants = createTenants(pool, { setting: 'app.tenant_id', type: 'uuid', role, onDiscard })
})
afterAll(async () => {
  await pool.end()
  await database.client.query(`drop owned by ${role}; drop role ${role}`)
})

const bodies = 'select body from note order by body'

/** The one connection of the pool, as somebody else finds it. */
async function requireClean(): Promise<void> {
  const { rows } = await pool.query(
    `select coalesce(current_setting('app.tenant_id', true), '') as tenant, current_user = session_user as own`,
  )
  expect(rows).toEqual([{ tenant: '', own: true }])
}

describe('a query of a tenant', () => {
  it('sees the tenant’s rows alone, and leaves nothing of it in the session', async () => {
    expect((await tenants.query(a, bodies)).rows).toEqual([{ body: 'of a' }])
    await requireClean()
    expect((await tenants.query(b.toUpperCase(), bodies)).rows).toEqual([{ body: 'of b' }])
    await requireClean()
  })

  it('gives values, types, fields and counts as the driver does', async () => {
    const text = 'select $1::jsonb as j, $2::timestamptz as t, $3::int[] as i, $4::bytea as y, null as n'
    const values = [{ x: 1 }, new Date(0), [1, 2], Buffer.from('y')]
    const bare = await pool.query(text, values)
    const own = await tenants.query(a, text, values)
    expect(own.rows).toEqual(bare.rows)
    expect({ ...own, rows: [] }).toMatchObject({ command: 'SELECT', rowCount: 1, fields: bare.fields })
    expect((await tenants.query(a, { text: 'select 1', rowMode: 'array' } as never)).rows).toEqual([[1]])
  })

  it('prepares a named statement once, also after one that failed', async () => {
    const named = { name: 'divide', text: 'select 10 / $1::int as x' }
    for (const value of [5, 0, 2]) {
      const answer = tenants.query(a, named, [value]).then(
        ({ rows }) => rows[0]?.x,
        (error) => error.code,
      )
      expect(await answer).toBe(value === 0 ? '22012' : 10 / value)
    }
    await expect(tenants.query(a, { name: 'divide', text: 'select 1' })).rejects.toThrow('must be unique')
    await requireClean()
  })

  it('commits, and tells of an error that only the commit finds', async () => {
    const insert = 'insert into note (tenant_id, body) values ($1, $2) returning body'
    expect((await tenants.query(a, insert, [a, 'second'])).rows).toEqual([{ body: 'second' }])
    await expect(tenants.query(a, insert, [a, 'second'])).rejects.toMatchObject({ code: '23505' })
    expect((await tenants.query(a, bodies)).rowCount).toBe(2)
    await tenants.query(a, `delete from note where body = 'second'`)
    await expect(tenants.query(a, insert, [b, 'foreign'])).rejects.toMatchObject({ code: '42501' })
    await requireClean()
  })

  it('sends nothing where there is no tenant, or one of a wrong type', async () => {
    const refused = (id: unknown) => tenants.query(id as string, bodies).catch((error) => error.code)
    for (const id of [null, undefined, '', '  ']) expect(await refused(id)).toBe('no-tenant')
    const wrong = ['x', `${a}'`, `${a} `, 1, 1n, {}, [a], { toString: () => a }, new String(a), true]
    for (const id of wrong) expect(await refused(id)).toBe('usage')
    const numbers = createTenants(pool, { setting: 'app.tenant_id', type: 'integer' })
    for (const id of [1.5, Number.NaN, 2 ** 31, '1e3', ' 1', '0x1', Number.MAX_VALUE])
      await expect(numbers.query(id, 'select 1')).rejects.toMatchObject({ code: 'usage' })
    const texts = createTenants(pool, { setting: 'app.tenant_id', type: 'text' })
    for (const id of ['a\0', '\ud800'])
      await expect(texts.query(id, 'select 1')).rejects.toMatchObject({ code: 'usage' })
    const { rows } = await texts.query(`x'; drop table note --`, `select current_setting('app.tenant_id') as id`)
    expect(rows).toEqual([{ id: `x'; drop table note --` }])
  })

  it('runs nothing where the tenant or the role can’t be set', async () => {
    const without = createTenants(pool, { setting: 'app.tenant_id', type: 'uuid', role: 'no_such_role' })
    await expect(without.query(a, `insert into note (tenant_id, body) values ('${a}', 'x')`)).rejects.toThrow(
      'does not exist',
    )
    const wrong = createTenants(pool, { setting: 'server_version.x', type: 'uuid', role })
    await wrong.query(a, 'select 1')
    expect((await database.client.query(bodies)).rowCount).toBe(2)
    await requireClean()
  })

  it('refuses values that can’t be sent, and goes on with the same connection', async () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    const before = discarded.length
    await expect(tenants.query(a, 'select $1::jsonb', [circular])).rejects.toThrow('circular')
    expect((await tenants.query(a, bodies)).rowCount).toBe(1)
    const withoutPolicies = createTenants(pool, {
      setting: 'app.tenant_id',
      type: 'uuid',
      onDiscard: () => discarded.push(''),
    })
    await expect(withoutPolicies.query(a, 'copy note from stdin')).rejects.toMatchObject({ code: 'usage' })
    await requireClean()
    expect((await tenants.query(a, '')).rows).toEqual([])
    expect(discarded.length).toBe(before + 1)
  })
})

describe('a run of a tenant', () => {
  it('is one transaction: kept when it resolves, undone when it rejects', async () => {
    const insert = 'insert into note (tenant_id, body) values ($1, $2)'
    await tenants.run(a, async (tx) => {
      await tx.query(insert, [a, 'kept'])
      expect((await tx.query(bodies)).rowCount).toBe(2)
    })
    const failing = tenants.run(a, async (tx) => {
      await tx.query('delete from note')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await tenants.query(a, `delete from note where body = 'kept'`)
    expect((await tenants.query(a, bodies)).rows).toEqual([{ body: 'of a' }])
    expect(await tenants.run(a, async () => 7)).toBe(7)
    await requireClean()
  })

  it('keeps the order of statements that are not awaited one by one', async () => {
    const seen = await tenants.run(a, async (tx) =>
      Promise.all([1, 2, 3].map(async (n) => (await tx.query('select $1::int as n', [n])).rows[0])),
    )
    expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  })

  it('does not say that it was committed when a swallowed error undid it', async () => {
    const run = tenants.run(a, async (tx) => {
      await tx.query(`insert into note (tenant_id, body) values ('${a}', 'lost')`)
      await tx.query('select 1 / 0').catch(() => {})
    })
    await expect(run).rejects.toMatchObject({ code: 'aborted' })
    const saved = tenants.run(a, async (tx) => {
      await tx.query('savepoint s')
      await tx.query('select 1 / 0').catch(() => {})
      await tx.query('rollback to savepoint s')
      return (await tx.query(bodies)).rows
    })
    expect(await saved).toEqual([{ body: 'of a' }])
    await requireClean()
  })

  it('refuses what would leave the transaction or change the tenant', async () => {
    const texts = [
      'commit',
      'COMMIT AND CHAIN',
      '/* a /* b */ c */ -- d\n rollback',
      'end',
      'abort',
      'begin',
      'start transaction',
      'rollback and chain',
      `prepare transaction 'x'`,
      'discard all',
      `set app.tenant_id = '${b}'`,
      'set role postgres',
      `set local "app"."tenant_id" to '${b}'`,
      'reset role',
      'reset all',
      'set session authorization default',
      `select set_config('app.tenant_id', '${b}', true)`,
      `select set_config('role', 'none', true)`,
    ]
    for (const text of texts)
      await expect(
        tenants.run(a, (tx) => tx.query(text)),
        text,
      ).rejects.toMatchObject({ code: 'usage' })
    const hidden = tenants.run(a, (tx) => tx.query('select set_config($1, $2, true)', ['app.tenant_id', b]))
    await expect(hidden).rejects.toMatchObject({ code: 'usage' })
    const several = tenants.run(a, (tx) => tx.query('select 1; commit; select body from note'))
    await expect(several).rejects.toMatchObject({ code: '42601' })
    await requireClean()
  })

  it('closes a connection in which a setting, a role, a cursor or a table is left', async () => {
    await database.client.query(`create function leak(name text, value text) returns text language sql
      as 'select set_config(name, value, false)'`)
    const leaks = [
      `select leak('app.' || 'tenant_id', '${b}')`,
      `do $$ begin perform leak('ro' || 'le', '${role}'); end $$`,
      'declare c cursor with hold for select body from note',
      'create temporary table stolen as select body from note',
    ]
    await database.client.query(`grant temporary on database ${database.name} to ${role}`)
    for (const text of leaks) {
      const before = discarded.length
      await tenants.query(a, text)
      expect(discarded.length, text).toBe(before + 1)
      await tenants.run(a, (tx) => tx.query(text))
      expect(discarded.length, text).toBe(before + 2)
      await requireClean()
    }
  })

  it('refuses another tenant within, and is joined by its own', async () => {
    await tenants.run(a, async (tx) => {
      await expect(tenants.run(b, async () => {})).rejects.toMatchObject({ code: 'usage' })
      await expect(tenants.query(b, bodies)).rejects.toMatchObject({ code: 'usage' })
      await tx.query(`insert into note (tenant_id, body) values ('${a}', 'within')`)
      expect((await tenants.query(a, bodies)).rowCount).toBe(2)
      expect(await tenants.run(a, async (inner) => (await inner.query(bodies)).rowCount)).toBe(2)
      await tx.query(`delete from note where body = 'within'`)
    })
  })

  it('ends with its work: nothing is run in it afterwards', async () => {
    const tx = await tenants.run(a, async (transaction) => transaction)
    await expect(tx.query(bodies)).rejects.toMatchObject({ code: 'usage' })
    const used = await tenants.run(a, async (transaction) => {
      await transaction.query('select 1')
      return transaction
    })
    await expect(used.query(bodies)).rejects.toMatchObject({ code: 'usage' })
  })

  it('never gives the connection back after abort, timeout of the driver, or a kill', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('gone')), 50)
    const aborted = tenants.run(a, (tx) => tx.query('select pg_sleep(5)'), { signal: controller.signal })
    await expect(aborted).rejects.toThrow('gone')
    await requireClean()
    await expect(tenants.query(a, { text: 'select pg_sleep(5)', query_timeout: 50 } as never)).rejects.toThrow(
      'timeout',
    )
    await requireClean()
    const killed = tenants.run(a, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
      await database.client.query('select pg_terminate_backend($1)', [rows[0]?.pid])
      await tx.query(bodies)
    })
    await expect(killed).rejects.toThrow()
    await requireClean()
    const slow = tenants.run(a, (tx) => tx.query('select pg_sleep(5)'), { statementTimeoutMs: 50 })
    await expect(slow).rejects.toMatchObject({ code: '57014' })
    await requireClean()
  })

  it('refuses a connection on which somebody left a transaction open', async () => {
    const client = await pool.connect()
    await client.query('begin')
    client.release()
    await expect(tenants.query(a, bodies)).rejects.toMatchObject({ code: 'usage' })
    expect((await tenants.query(a, bodies)).rows).toEqual([{ body: 'of a' }])
  })

  it('takes isolation and read-only from its options', async () => {
    const options = { isolation: 'serializable', readOnly: true } as const
    const { rows } = await tenants.run(
      a,
      (tx) =>
        tx.query(`select current_setting('transaction_isolation') as i, current_setting('transaction_read_only') as r`),
      options,
    )
    expect(rows).toEqual([{ i: 'serializable', r: 'on' }])
    const pasted = tenants.run(a, async () => {}, { isolation: 'serializable; drop table note' as never })
    await expect(pasted).rejects.toMatchObject({ code: 'usage' })
  })
})

it('is heard by the detector, with the rows of what it asks', async () => {
  instrument(pg)
  const found: RuntimeFinding[] = []
  const detector = detectInRequests({ share: 1, onFinding: (finding) => found.push(finding) })
  await withScope('GET /notes', async (scope) => {
    detector.begin(null, scope)
    const text = 'select n as id, $1::text as name from generate_series(1000, 1004) as n'
    await tenants.run(a, async (tx) => {
      const { rows } = await tx.query(text, ['x'])
      for (const { id } of rows) await tx.query('select body from note where id = $1', [id])
    })
    detector.end(scope)
  })
  expect(found).toMatchObject([{ check: 'n-plus-one', times: 5, from: ['generate_series.id → $1'] }])
})

describe('the tenant of a request', () => {
  it('is set once, and without one nothing is run for it', async () => {
    await expect(tenants.current.query(bodies)).rejects.toMatchObject({ code: 'no-tenant' })
    expect(() => tenants.assign(a)).toThrow('no scope')
    await withScope('GET /', async () => {
      await expect(tenants.current.run(async () => {})).rejects.toMatchObject({ code: 'no-tenant' })
      tenants.assign(a)
      expect(() => tenants.assign(b)).toThrow('another tenant')
      expect(currentTenant()).toBe(a)
      expect((await tenants.current.query(bodies)).rows).toEqual([{ body: 'of a' }])
      expect((await tenants.current.run((tx) => tx.query(bodies))).rows).toEqual([{ body: 'of a' }])
    })
    expect(currentTenant()).toBeUndefined()
  })

  it('is never another request’s, with more requests than connections', async () => {
    const two = new pg.Pool({ connectionString: database.url, max: 2 })
    const both = createTenants(two, { setting: 'app.tenant_id', type: 'uuid', role })
    const request = (i: number) =>
      withScope('GET /', async () => {
        const id = i % 2 === 0 ? a : b
        both.assign(id)
        const text = `select tenant_id::text as id, case when $1 then 1 / 0 end from note`
        const { rows } = await both.current.query<{ id: string }>(text, [i % 5 === 0]).catch(() => ({ rows: [] }))
        return rows.every((row) => row.id === id && currentTenant() === id)
      })
    const seen = await Promise.all(Array.from({ length: 200 }, (_, i) => request(i)))
    expect(seen.every(Boolean)).toBe(true)
    await two.end()
  })
})
