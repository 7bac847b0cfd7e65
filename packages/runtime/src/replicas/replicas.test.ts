import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedServer, startServer } from '../../../pgwright/src/postgres/index.ts'
import { followedSettings, startStandby } from '../../../pgwright/test/standby.ts'
import { withScope } from '../scope/index.ts'
import { createReplicas, type Replicas } from './index.ts'

const keys = ['a key for tests alone']
let primary: EmbeddedServer
const standbys: EmbeddedServer[] = []
const pools: pg.Pool[] = []
let admin: pg.Client
const standbyAdmins: pg.Client[] = []
let replicas: Replicas

beforeAll(async () => {
  primary = await startServer({ name: 'test-replicas', settings: followedSettings })
  admin = await clientOf(primary)
  await admin.query('create table counter (id int primary key, value int not null); insert into counter values (1, 0)')
  for (const name of ['one', 'two']) standbys.push(await startStandby(primary, { name, slot: false }))
  for (const standby of standbys) standbyAdmins.push(await clientOf(standby))
  for (const server of [primary, ...standbys]) pools.push(poolOf(server))
  replicas = create()
  await untilReady(2)
}, 120_000)

beforeEach(async () => {
  await untilReady(2)
})

afterAll(async () => {
  await replicas?.end()
  for (const pool of pools) await pool.end()
  for (const client of [admin, ...standbyAdmins]) await client?.end().catch(() => {})
  for (const server of [...standbys, primary]) await server?.stop()
}, 120_000)

function create(options = {}): Replicas {
  const [own, ...others] = pools as [pg.Pool, ...pg.Pool[]]
  const named = others.map((pool, i) => ({ name: `replica ${i + 1}`, pool }))
  return createReplicas({ primary: own, replicas: named, keys, probeIntervalMs: 50, ...options })
}

function poolOf(server: EmbeddedServer): pg.Pool {
  const pool = new pg.Pool({ connectionString: server.url(), max: 4 })
  pool.on('error', () => {})
  return pool
}

async function clientOf(server: EmbeddedServer): Promise<pg.Client> {
  const client = new pg.Client(server.url())
  client.on('error', () => {})
  await client.connect()
  return client
}

const ready = () => replicas.status().filter(({ state }) => state === 'ready').length

async function untilReady(count: number): Promise<void> {
  for (let i = 0; i < 400 && ready() !== count; i++) await sleep(25)
  expect(ready()).toBe(count)
}

const text = 'select value, pg_is_in_recovery() as replica from counter where id = 1'
type Row = { value: number; replica: boolean }
const increment = (by = 1) =>
  replicas.write(async (client) => {
    const { rows } = await client.query<Row>('update counter set value = value + $1 where id = 1 returning value', [by])
    return rows[0]?.value ?? -1
  })

async function paused(work: () => Promise<void>): Promise<void> {
  for (const client of standbyAdmins) await client.query('select pg_wal_replay_pause()')
  try {
    await work()
  } finally {
    for (const client of standbyAdmins) await client.query('select pg_wal_replay_resume()')
  }
}

describe('a read', () => {
  it('goes to the primary unless a replica is asked for', async () => {
    expect((await replicas.query<Row>(text)).rows[0]?.replica).toBe(false)
    expect((await replicas.query<Row>(text, [], { replica: true })).rows[0]?.replica).toBe(true)
    const several = await replicas.read(
      async (tx) => [
        (await tx.query<Row>(text)).rows[0]?.replica,
        (await tx.query('select $1::int as x', [4])).rows[0]?.x,
      ],
      { maxLagMs: 60_000 },
    )
    expect(several).toEqual([true, 4])
  })

  it('does not write, on whatever server', async () => {
    const write = 'update counter set value = value'
    await expect(replicas.query(write)).rejects.toMatchObject({ code: '25006' })
    await expect(replicas.query(write, [], { replica: true })).rejects.toMatchObject({ code: '25006' })
    await expect(replicas.read((tx) => tx.query(write))).rejects.toMatchObject({ code: '25006' })
  })

  it('sees the write of its token, from a replica where that has it', async () => {
    for (let i = 0; i < 10; i++) {
      const { result, token } = await increment()
      const { rows } = await replicas.query<Row>(text, [], { after: token, waitMs: 2_000 })
      expect(rows[0]?.value).toBe(result)
      const several = await replicas.read(async (tx) => (await tx.query<Row>(text)).rows[0], { after: token })
      expect(several?.value).toBe(result)
    }
    const { token } = await increment()
    expect((await replicas.query<Row>(text, [], { after: token, waitMs: 5_000 })).rows[0]?.replica).toBe(true)
  })

  it('sees it from the primary while the replicas stand still, and a table that they do not have yet', async () => {
    await paused(async () => {
      const { result, token } = await increment()
      await admin.query('create table later (x int)')
      const after = { after: token, waitMs: 20 }
      expect((await replicas.query<Row>(text, [], after)).rows[0]).toEqual({ value: result, replica: false })
      expect((await replicas.read((tx) => tx.query<Row>(text), after)).rows[0]?.value).toBe(result)
      const made = { after: await replicas.token(), waitMs: 20 }
      expect((await replicas.query('select from later', [], made)).rowCount).toBe(0)
      await untilReady(0)
      expect((await replicas.query<Row>(text, [], { replica: true })).rows[0]?.replica).toBe(false)
    })
    await untilReady(2)
  })

  it('follows the writes of its scope, and of a token that the scope was given', async () => {
    await paused(async () => {
      await withScope('POST /', async () => {
        const { result, token } = await increment()
        expect((await replicas.query<Row>(text, [], { replica: true, waitMs: 5 })).rows[0]?.value).toBe(result)
        expect(replicas.scopeToken()).toBe(token)
        await withScope('GET /', async () => {
          expect(replicas.scopeToken()).toBeUndefined()
          replicas.follow(token)
          expect((await replicas.query<Row>(text, [], { replica: true, waitMs: 5 })).rows[0]?.value).toBe(result)
        })
      })
    })
  })

  it('is done once more where a replica breaks off, and never a write', async () => {
    for (const client of standbyAdmins) {
      const kill = `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`
      await client.query(kill)
    }
    for (let i = 0; i < 8; i++) expect((await replicas.query<Row>(text, [], { replica: true })).rowCount).toBe(1)
    let runs = 0
    const broken = replicas.write(async (client) => {
      runs++
      await client.query('select pg_terminate_backend(pg_backend_pid())')
    })
    await expect(broken).rejects.toThrow()
    expect(runs).toBe(1)
  })

  it('leaves an error of its own to the application', async () => {
    await expect(replicas.query('select 1 / 0', [], { replica: true })).rejects.toMatchObject({ code: '22012' })
    await expect(replicas.read((tx) => tx.query('select 1 / 0'), { replica: true })).rejects.toThrow('zero')
    const other = replicas.read(async () => Promise.reject(new Error('mine')), { replica: true })
    await expect(other).rejects.toThrow('mine')
    expect(ready()).toBe(2)
  })
})

describe('a token', () => {
  it('of anybody else is refused', async () => {
    const { token } = await increment()
    const changed = [...token].map((letter, i) => (i === 20 ? (letter === 'A' ? 'B' : 'A') : letter)).join('')
    const foreign = createReplicas({ primary: pools[0] as pg.Pool, replicas: [], keys: ['another key for tests'] })
    const others = await foreign.token()
    await foreign.end()
    for (const after of ['', 'x', changed, `${token}=`, `${token}A`, token.slice(1), others, 'A'.repeat(50)])
      await expect(replicas.query(text, [], { after }), after).rejects.toMatchObject({ code: 'forged' })
    expect(() => create({ keys: ['short'] })).toThrow('16 bytes')
  })

  it('is still taken when its key is no longer the first', async () => {
    const { token, result } = await increment()
    const renewed = create({ keys: ['a newer key for tests', ...keys] })
    await renewed.ready()
    expect((await renewed.query<Row>(text, [], { after: token })).rows[0]?.value).toBe(result)
    await renewed.end()
  })

  it('of another cluster is answered by the primary', async () => {
    const other = await startServer({ name: 'test-other', settings: {} })
    const pool = poolOf(other)
    const strange = createReplicas({ primary: pool, replicas: [], keys })
    const token = await strange.token()
    expect((await replicas.query<Row>(text, [], { after: token })).rows[0]?.replica).toBe(false)
    const mixed = createReplicas({ primary: pools[0] as pg.Pool, replicas: [{ name: 'other', pool }], keys })
    await mixed.ready()
    expect(mixed.status()[0]?.state).toBe('promoted')
    await Promise.all([strange.end(), mixed.end()])
    await pool.end()
    await other.stop()
  })
})

describe('a replica', () => {
  it('is no primary', async () => {
    const [, one] = pools as [pg.Pool, pg.Pool]
    const wrong = createReplicas({ primary: one, replicas: [], keys })
    await expect(wrong.query(text)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(wrong.read((tx) => tx.query(text))).rejects.toMatchObject({ code: 'unavailable' })
    await expect(wrong.write(async (client) => client.query('update counter set value = 0'))).rejects.toThrow(
      'read-only',
    )
    await wrong.end()
  })

  it('that is stopped and left behind by the limit is dropped, and returns by itself', async () => {
    const strict = create({ maxLagBytes: 0 })
    await strict.ready()
    await paused(async () => {
      for (let i = 0; i < 400 && strict.status().some(({ state }) => state !== 'paused'); i++) await sleep(25)
      expect(strict.status().map(({ state }) => state)).toEqual(['paused', 'paused'])
    })
    for (let i = 0; i < 400 && strict.status().some(({ state }) => state !== 'ready'); i++) await sleep(25)
    expect(strict.status()).toMatchObject([
      { state: 'ready', lagBytes: 0, lagMs: 0 },
      { state: 'ready', lagBytes: 0 },
    ])
    await strict.end()
  })

  it('that is promoted or dies gets no more reads, and those of the old timeline’s tokens go to the primary', async () => {
    await standbyAdmins[0]?.query('select pg_promote()')
    for (let i = 0; i < 20; i++) {
      const { result, token } = await increment()
      expect((await replicas.query<Row>(text, [], { after: token, waitMs: 500 })).rows[0]?.value).toBe(result)
    }
    await untilReady(1)
    expect(replicas.status().map(({ state }) => state)).toEqual(['promoted', 'ready'])
    const promoted = createReplicas({
      primary: pools[1] as pg.Pool,
      replicas: [{ name: 'old', pool: pools[2] as pg.Pool }],
      keys,
    })
    await promoted.ready()
    const ofLater = await promoted.token()
    expect((await replicas.query<Row>(text, [], { after: ofLater, waitMs: 50 })).rows[0]?.replica).toBe(false)
    await promoted.end()
    await standbys[1]?.stop()
    const { result, token } = await increment()
    expect((await replicas.query<Row>(text, [], { after: token })).rows[0]?.value).toBe(result)
    await untilReady(0)
  })
})
