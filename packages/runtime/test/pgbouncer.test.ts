import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createDatabase, type TestDatabase } from '../../pgwright/test/database.ts'
import { createCache, invalidationTriggers } from '../src/cache/index.ts'
import { createPools, type Pools, type PoolsOptions } from '../src/pools/index.ts'
import { startProxy, type Proxy as Wire } from '../src/pools/test/proxy.ts'
import { createReplicas } from '../src/replicas/index.ts'
import { createTenants } from '../src/tenants/index.ts'
import { type PgBouncer, pgbouncerMissing, pgbouncerPrepares, startPgBouncer } from './pgbouncer.ts'

const role = `pooled_app_${process.pid}`
const schema = `
  create table item (id int primary key, value int not null);
  insert into item select n, 0 from generate_series(1, 20) n;
  create table note (tenant text not null, body text);
  insert into note select 'tenant ' || n, 'of ' || n from generate_series(1, 20) n;
  alter table note enable row level security;
  create policy own on note using (tenant = current_setting('app.tenant'));
  create role ${role};
  grant select, insert on note to ${role};
  create function leave_tenant() returns void language sql as $$ select set_config('app.tenant', 'left', false) $$;`

let database: TestDatabase
let proxy: Wire
let pooler: PgBouncer
const opened: Pools[] = []

function pooled(options: Partial<PoolsOptions> = {}): Pools {
  const pools = createPools({ mode: 'pgbouncer', connectionString: pooler.url, size: 6, ...options })
  opened.push(pools)
  return pools
}

const manyTimes = <Result>(times: number, work: (i: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: times }, (_, i) => work(i)))

// Six clients of each pool share four sessions of the server, so that a client meets another's all the time.
describe.skipIf(pgbouncerMissing !== null)(`behind PgBouncer${pgbouncerMissing ? `: ${pgbouncerMissing}` : ''}`, () => {
  beforeAll(async () => {
    database = await createDatabase({ schema })
    proxy = await startProxy(database.url)
    const settings = { query_wait_timeout: 2, ...(pgbouncerPrepares ? { max_prepared_statements: 20 } : {}) }
    pooler = await startPgBouncer(proxy.url, { settings })
  })
  afterAll(async () => {
    for (const { drain } of opened) await drain({ withinMs: 100 })
    await pooler?.stop()
    await database.client.query(`drop owned by ${role}; drop role ${role}`)
  })

  it('gives each request its own answer, in a transaction or not, and prepares only where that is kept', async () => {
    const both = [pooled({ preparedStatements: 5 }), pooled({ preparedStatements: 5 })] as const
    const answers = await manyTimes(200, async (i) => {
      const { pool } = both[i % 2 === 0 ? 0 : 1]
      const text = `select $1::int + ${i % 8} as sum`
      if (i % 3 > 0) return (await pool.query(text, [i])).rows[0].sum - (i % 8)
      const client = await pool.connect()
      await client.query('begin')
      const first = await client.query('select $1::int as n, pg_backend_pid() as pid', [i])
      const second = await client.query('select $1::int as n, pg_backend_pid() as pid', [i])
      await client.query('commit')
      client.release()
      expect(second.rows).toEqual(first.rows)
      return second.rows[0].n
    })
    expect(answers).toEqual(answers.map((_, i) => i))
    const { rows } = await both[0].pool.query('select distinct left(name, 9) as name from pg_prepared_statements')
    expect(rows).toEqual(pgbouncerPrepares ? [{ name: 'PGBOUNCER' }] : [])
  })

  it('prepares nothing where PgBouncer is told not to know of it, and in no other mode either', async () => {
    const settings = pgbouncerPrepares ? { max_prepared_statements: 0 } : {}
    const other = await startPgBouncer(proxy.url, { settings })
    const pools = (['pgbouncer', 'serverless'] as const).map((mode) =>
      pooled({ mode, connectionString: other.url, preparedStatements: 5, size: 6, idleInTransactionTimeoutMs: 0 }),
    )
    const answers = await manyTimes(60, async (i) => (await pools[i % 2]?.query('select $1::int as n', [i]))?.rows[0])
    expect(answers).toEqual(answers.map((_, n) => ({ n })))
    expect((await pools[0]?.query('select name from pg_prepared_statements'))?.rows).toEqual([])
    await Promise.all(pools.map(({ drain }) => drain()))
    await other.stop()
  })

  it('shows the application’s name, and has what PgBouncer refuses thrown as it says it', async () => {
    const { pool } = pooled({ applicationName: 'shop' })
    const { rows } = await pool.query("select current_setting('application_name') as name")
    expect(rows).toEqual([{ name: 'shop' }])
    // The mode of an instance by itself bounds idle transactions, which is a setting of the session.
    const { query } = pooled({ mode: 'single' })
    await expect(query('select 1')).rejects.toMatchObject({ code: '08P01', message: /idle_in_transaction/ })
  })

  it('leaves no transaction of one request to the next, and ends a statement that is given up', async () => {
    const { pool, query, status } = pooled({ size: 1 })
    const client = await pool.connect()
    await client.query('begin')
    await client.query('update item set value = 1 where id = 1')
    client.release()
    expect((await query('select value from item where id = 1')).rows).toEqual([{ value: 0 }])
    const abort = new AbortController()
    const slow = query('select pg_sleep(60), $1', ['given up'], { signal: abort.signal })
    const running = `select pid from pg_stat_activity where query like '%pg_sleep(60)%' and state = 'active'
      and datname = current_database() and pid <> pg_backend_pid()`
    const runs = async () => (await database.client.query(running)).rowCount
    await vi.waitFor(async () => expect(await runs()).toBe(1), 20_000)
    abort.abort(new Error('enough'))
    await expect(slow).rejects.toThrow('enough')
    await vi.waitFor(async () => expect(await runs()).toBe(0))
    expect((await query('select 1 as one')).rows).toEqual([{ one: 1 }])
    expect(status()).toMatchObject({ inUse: 0, open: 1, discarded: 2 })
    const { query: ask } = pooled()
    await manyTimes(20, async (i) => {
      const soon = new AbortController()
      const asked = expect(ask('select pg_sleep(60)', [], { signal: soon.signal })).rejects.toThrow('soon')
      setTimeout(() => soon.abort(new Error('soon')), i * 2)
      await asked
    })
    expect((await ask('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('keeps tenants apart in sessions that they share, in one transaction each', async () => {
    const all = [pooled(), pooled()].map(({ pool }) =>
      createTenants(pool, { setting: 'app.tenant', type: 'text', role }),
    )
    await manyTimes(200, async (i) => {
      const tenants = all[i % 2]
      const id = `tenant ${(i % 20) + 1}`
      const seen =
        i % 3 > 0
          ? await tenants?.query(id, 'select tenant from note')
          : await tenants?.run(id, async (tx) => {
              await tx.query('select 1')
              return tx.query('select tenant from note')
            })
      expect(seen?.rows).toEqual([{ tenant: id }])
    })
    expect(await left()).toEqual([])
  })

  it('ends a session of the server in which a tenant’s work left something, before anyone else gets it', async () => {
    const { pool } = pooled()
    const discarded: string[] = []
    const onDiscard = (reason: string) => discarded.push(reason)
    const tenants = createTenants(pool, { setting: 'app.tenant', type: 'text', onDiscard })
    const insert = "insert into note values ('tenant 1', 'kept') returning leave_tenant(), body"
    await expect(tenants.query('tenant 1', insert)).resolves.toMatchObject({ rows: [{ body: 'kept' }] })
    await tenants.run('tenant 2', async (tx) => {
      await tx.query('create temporary table own as select 1 as secret')
    })
    const failing = tenants.run('tenant 3', async (tx) => {
      await tx.query('select leave_tenant()')
      throw new Error('of the work')
    })
    await expect(failing).rejects.toThrow('of the work')
    expect(discarded).toHaveLength(2)
    expect(await left()).toEqual([])
    const { rows } = await database.client.query("select body from note where body = 'kept'")
    expect(rows).toHaveLength(1)
  })

  it('tells of each write a place in the log that is behind its commit, in whatever session it asks', async () => {
    const { pool } = pooled()
    const keys = ['a key for tests alone']
    const replicas = createReplicas({ primary: pool, replicas: [{ name: 'itself', pool }], keys, timeoutMs: 30_000 })
    await manyTimes(50, async (i) => {
      const { result, token } = await replicas.write(async (client) => {
        await client.query('update item set value = $1 where id = $2', [i, (i % 20) + 1])
        const { rows } = await client.query('select pg_current_wal_insert_lsn() - $1 as place', ['0/0'])
        return BigInt(rows[0].place)
      })
      const place = Buffer.from(token, 'base64url').readBigUInt64BE(13)
      expect(place > result).toBe(true)
      const read = await replicas.query('select value from item where id = $1', [(i % 20) + 1], { after: token })
      expect(read.rowCount).toBe(1)
    })
    await replicas.end()
  })

  it('caches across shared sessions, and refuses to listen where nothing would be heard', async () => {
    await database.client.query(invalidationTriggers({ schema: 'public', table: 'item' }, { key: 'id' }))
    const cache = createCache({ pool: pooled().pool, blindTtlMs: 0 })
    const value = async () => {
      const query = { text: 'select value from item where id = 20', tags: ['item:20'] }
      return (await cache.query<{ value: number }>(query)).rows[0]?.value
    }
    for (let i = 100; i < 120; i++) {
      await value()
      await cache.write((client) => client.query('update item set value = $1 where id = 20', [i]), {
        tags: ['item:20'],
      })
      expect(await value()).toBe(i)
    }
    await expect(cache.listen({ checkMs: 200 })).rejects.toMatchObject({ code: 'usage', message: /pooler/ })
    expect(cache.stats().listening).toBe('no')

    const sessions = await startPgBouncer(proxy.url, { settings: { pool_mode: 'session' } })
    for (const url of [database.url, sessions.url]) {
      const connect = async () => {
        const client = new pg.Client(url)
        await client.connect()
        return client
      }
      const listening = createCache({ pool: pooled().pool, blindTtlMs: 0 })
      await listening.listen({ connect, checkMs: 10_000 })
      await database.client.query('update item set value = value + 1 where id = 20')
      expect(listening.stats().listening).toBe('yes')
      await listening.close()
    }
    await cache.close()
    await sessions.stop()
  })

  it('tells that the server behind it died, and goes on when it is back', async () => {
    const { pool, status } = pooled({ size: 2 })
    const running = expect(pool.query('select pg_sleep(60)')).rejects.toThrow()
    const held = await pool.connect()
    await held.query('begin')
    proxy.reset()
    await running
    await expect(held.query('commit')).rejects.toThrow()
    held.release()
    await vi.waitFor(async () => expect((await pool.query('select 1')).rowCount).toBe(1), 20_000)
    await proxy.refuse()
    // PgBouncer takes connections all the same, so that it is its own bound that ends the wait.
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: '08P01' })
    await proxy.accept()
    await vi.waitFor(async () => expect((await pool.query('select 1')).rowCount).toBe(1), 20_000)
    expect(status()).toMatchObject({ inUse: 0, waiting: 0, circuit: 'closed' })
  })

  it('outlives PgBouncer, and finds it when it is started again', async () => {
    const { pool, status } = pooled({ size: 2, circuit: { failures: 2, openMs: 50, maxOpenMs: 50 } })
    const running = expect(pool.query('select pg_sleep(60)')).rejects.toThrow()
    await pool.query('select 1')
    await pooler.kill()
    await running
    const refused = await Promise.allSettled(Array.from({ length: 10 }, () => pool.query('select 1')))
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true)
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'unavailable' })
    expect(status()).toMatchObject({ inUse: 0, waiting: 0 })
    expect(status().circuit).not.toBe('closed')
    await pooler.start()
    await vi.waitFor(async () => expect((await pool.query('select 1')).rowCount).toBe(1), 20_000)
    expect(status()).toMatchObject({ inUse: 0, waiting: 0, circuit: 'closed' })
  })
})

/** What a client of PgBouncer finds in the sessions of the server, all of which are taken at once. */
async function left(): Promise<unknown[]> {
  const clients = await manyTimes(4, async () => {
    const client = new pg.Client(pooler.url)
    await client.connect()
    await client.query('begin')
    return client
  })
  const text = `select current_setting('app.tenant', true) as tenant, current_user = session_user as own,
    to_regclass('own')::text as own_table`
  const found = await Promise.all(clients.map(async (client) => (await client.query(text)).rows[0]))
  await Promise.all(clients.map((client) => client.end()))
  return found.filter(({ tenant, own, own_table }) => tenant || !own || own_table !== null)
}
