import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type EmbeddedServer, startServer } from '../../../../pgwright/src/postgres/index.ts'
import { followedSettings } from '../../../../pgwright/test/standby.ts'
import {
  type Cache,
  createCache,
  dropInvalidationSlot,
  invalidationSlot,
  type ReplicationOptions,
  type ReplicationStatus,
} from '../index.ts'

/** Other work may keep this machine from looking sooner. */
const patient = { timeout: 20_000, interval: 5 }

let server: EmbeddedServer
let pool: pg.Pool
/** What is no program with a cache. */
let outside: pg.Client
const open: Cache[] = []

beforeAll(async () => {
  server = await startServer({
    name: 'test-replication',
    settings: { ...followedSettings, max_wal_senders: 3, max_replication_slots: 3, synchronous_commit: 'on' },
  })
  pool = new pg.Pool({ connectionString: server.url(), max: 5 })
  pool.on('error', () => {})
  outside = await connect()
  await outside.query(`create table item (id int primary key, version int not null);
    insert into item select i, 0 from generate_series(1, 10) i;
    create table plain (id int primary key);
    create publication cache for table item`)
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((cache) => cache.close()))
})
afterAll(async () => {
  await outside?.end()
  await pool?.end()
  await server?.stop()
})

async function connect(): Promise<pg.Client> {
  const client = new pg.Client(server.url())
  client.on('error', () => {})
  await client.connect()
  return client
}

async function replicating(options: Partial<ReplicationOptions> = {}, blindTtlMs = 0): Promise<Cache> {
  const cache = createCache({ pool, blindTtlMs })
  open.push(cache)
  await cache.replicate({ publication: 'cache', checkMs: 100, ...options })
  return cache
}

async function versionOf(cache: Cache, id: number): Promise<number | undefined> {
  const query = { text: 'select version from item where id = $1', values: [id], tags: [`item:${id}`] }
  return (await cache.query<{ version: number }>(query)).rows[0]?.version
}

/** Whether the next read is from memory. */
async function isKept(cache: Cache, id: number): Promise<boolean> {
  await versionOf(cache, id)
  const { hits } = cache.stats()
  await versionOf(cache, id)
  return cache.stats().hits === hits + 1
}

const state = (cache: Cache) => cache.stats().replication?.state

test('drops what others wrote without a trigger, and keeps what is read after that', async () => {
  const cache = await replicating()
  for (let version = 1; version <= 20; version++) {
    await versionOf(cache, 1)
    await outside.query('update item set version = $1 where id = 1', [version])
    await expect.poll(() => versionOf(cache, 1), patient).toBe(version)
  }
  await expect.poll(() => isKept(cache, 1), patient).toBe(true)
  const { fills } = cache.stats()
  await outside.query('update item set version = 0 where id = 2')
  await expect.poll(() => cache.stats().replication?.transactions, patient).toBeGreaterThan(20)
  expect(await versionOf(cache, 1)).toBe(20)
  expect(cache.stats().fills).toBe(fills)
})

test('keeps nothing that a commit has overtaken which is in the WAL, but waits for a standby before others see it', async () => {
  const cache = await replicating()
  const writer = await connect()
  // From now on it is known which table its changes are of.
  await writer.query('update item set version = 0 where id = 3')
  await expect.poll(() => cache.stats().invalidations, patient).toBe(1)
  await outside.query(`alter system set synchronous_standby_names = 'nobody'`)
  await outside.query('select pg_reload_conf()')
  await expect
    .poll(async () => (await outside.query('show synchronous_standby_names')).rows[0].synchronous_standby_names)
    .toBe('nobody')
  await writer.query('select 1')
  const { transactions = 0 } = cache.stats().replication ?? {}
  const before = await versionOf(cache, 3)
  const committed = writer.query('update item set version = version + 1 where id = 3')
  await expect.poll(() => cache.stats().replication?.transactions, patient).toBe(transactions + 1)
  // Its COMMIT was heard, and every read from now on begins behind its position; but none sees it yet.
  for (let i = 0; i < 3; i++) expect(await versionOf(cache, 3)).toBe(before)
  expect(await isKept(cache, 3)).toBe(false)
  await expect.poll(() => isKept(cache, 4), patient).toBe(true)
  await outside.query('alter system reset synchronous_standby_names')
  await outside.query('select pg_reload_conf()')
  await committed
  await expect.poll(() => versionOf(cache, 3), patient).toBe((before ?? 0) + 1)
  await expect.poll(() => isKept(cache, 3), patient).toBe(true)
  await writer.end()
})

test('gives nothing from memory while its connection is gone, and drops everything when it returns by itself', async () => {
  const cache = await replicating()
  await expect.poll(() => isKept(cache, 5), patient).toBe(true)
  const version = (await versionOf(cache, 5)) ?? 0
  await outside.query('select pg_terminate_backend(pid) from pg_stat_replication')
  await outside.query('update item set version = version + 1 where id = 5')
  await expect.poll(() => versionOf(cache, 5), patient).toBe(version + 1)
  await expect.poll(() => state(cache), patient).toBe('up')
  await expect.poll(() => isKept(cache, 5), patient).toBe(true)
  await outside.query('update item set version = version + 1 where id = 5')
  await expect.poll(() => versionOf(cache, 5), patient).toBe(version + 2)
  expect((await outside.query('select from pg_replication_slots')).rowCount).toBe(1)
})

test('goes on where a permanent slot stood, and has another one made where that is gone', async () => {
  const slot = { name: 'cache_1', unlimited: true }
  await expect(replicating({ slot })).rejects.toMatchObject({ code: 'usage', hint: expect.stringContaining('cache_1') })
  await outside.query(invalidationSlot('cache_1'))
  await expect(replicating({ slot: { name: 'cache_1' } })).rejects.toMatchObject({
    message: expect.stringContaining('max_slot_wal_keep_size'),
  })
  // For so long that nothing is dropped only because the connection is gone.
  const lags: (number | null)[] = []
  const onLag = ({ lagBytes }: ReplicationStatus) => void lags.push(lagBytes)
  const cache = await replicating({ slot, maxLagBytes: 2_000_000, onLag }, 600_000)
  await expect(replicating({ slot })).rejects.toMatchObject({ message: expect.stringContaining('Another process') })
  const other = () => cache.get('other', async () => 1, { tags: ['other'], ttlMs: 600_000 })
  const version = (await versionOf(cache, 6)) ?? 0
  await other()
  await outside.query(`select pg_terminate_backend(pid) from pg_stat_replication`)
  await outside.query('update item set version = version + 1 where id = 6')
  await expect.poll(() => versionOf(cache, 6), patient).toBe(version + 1)
  await expect.poll(() => state(cache), patient).toBe('up')
  const { fills } = cache.stats()
  await other()
  expect(cache.stats().fills).toBe(fills)
  const drop = async () => {
    await outside.query('select pg_terminate_backend(pid, 5000) from pg_stat_replication')
    await outside.query(dropInvalidationSlot('cache_1'))
  }
  await expect
    .poll(
      () =>
        drop().then(
          () => true,
          () => false,
        ),
      patient,
    )
    .toBe(true)
  await expect.poll(() => cache.stats().replication?.failure?.hint, patient).toContain('pg_create_logical')
  expect(state(cache)).toBe('away')
  await outside.query('update item set version = version + 1 where id = 6')
  await outside.query(invalidationSlot('cache_1'))
  await expect.poll(() => state(cache), patient).toBe('up')
  expect(await versionOf(cache, 6)).toBe(version + 2)
  // Nobody reads what it keeps while the set-up is not right.
  await outside.query('alter publication cache rename to gone')
  await outside.query('select pg_terminate_backend(pid) from pg_stat_replication')
  await outside.query(`select pg_logical_emit_message(true, 'test', repeat('x', 4000000))`)
  await expect.poll(() => lags.at(-1), patient).toBeGreaterThan(2_000_000)
  expect(cache.stats().replication?.failure?.message).toContain('no publication cache')
  await outside.query('alter publication gone rename to cache')
  await expect.poll(() => state(cache), patient).toBe('up')
  await cache.close()
  await expect
    .poll(() =>
      outside.query(dropInvalidationSlot('cache_1')).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
})

test('hears of tables that are published later', async () => {
  const cache = await replicating()
  const all = () =>
    cache.get('plain', async (client) => (await client.query('select from plain')).rowCount, { tags: ['plain'] })
  expect(await all()).toBe(0)
  await outside.query('alter publication cache add table plain; insert into plain values (1)')
  await expect.poll(all, patient).toBe(1)
})

test('comes back after a crash of the server', async () => {
  const cache = await replicating()
  await expect.poll(() => isKept(cache, 7), patient).toBe(true)
  process.kill((outside as unknown as { processID: number }).processID, 'SIGKILL')
  await expect.poll(() => state(cache), patient).toBe('away')
  const reconnect = async () => {
    outside = await connect()
    return true
  }
  await expect.poll(() => reconnect().catch(() => false), patient).toBe(true)
  await outside.query('update item set version = 777 where id = 7')
  await expect.poll(() => versionOf(cache, 7).catch(() => null), patient).toBe(777)
  await expect.poll(() => state(cache), patient).toBe('up')
  await expect.poll(() => isKept(cache, 7), patient).toBe(true)
})

test('gives nothing from memory while the stream is late, and goes on where it is not lost', async () => {
  const cache = await replicating()
  await expect.poll(() => isKept(cache, 9), patient).toBe(true)
  const [{ pid }] = (await outside.query('select pid from pg_stat_replication')).rows
  process.kill(pid, 'SIGSTOP')
  try {
    await outside.query('update item set version = 99 where id = 9')
    await expect.poll(() => versionOf(cache, 9), patient).toBe(99)
    expect(state(cache)).toBe('away')
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await expect.poll(() => state(cache), patient).toBe('up')
  await expect.poll(() => isKept(cache, 9), patient).toBe(true)
  expect(cache.stats().replication?.failure).toBe(null)
})

test('gives up a temporary slot that keeps too much WAL for a new one, and tells so', async () => {
  const told: (string | null)[] = []
  const cache = await replicating({
    maxLagBytes: 2_000_000,
    onLag: ({ slot }) => {
      told.push(slot)
      throw new Error('not looked at')
    },
  })
  const { slot } = cache.stats().replication ?? {}
  await outside.query(`select pg_logical_emit_message(true, 'test', repeat('x', 4000000))`)
  await expect.poll(() => told, patient).toEqual([slot])
  await expect.poll(() => state(cache), patient).toBe('up')
  expect(cache.stats().replication?.slot).not.toBe(slot)
  expect(cache.stats().replication?.failure?.message).toContain('2000000 bytes')
})

test('needs no more than a role that may replicate, whatever the parsers and time limits of the application', async () => {
  await outside.query(`create role app login replication password '${server.password}'; grant select on item to app`)
  const types = { getTypeParser: () => (text: string) => `parsed ${text}` } as never
  const limits = { statement_timeout: 300, query_timeout: 300 }
  const own = new pg.Pool({ connectionString: server.url('postgres', 'app'), max: 3, types, ...limits })
  const cache = createCache({ pool: own })
  open.push(cache)
  await cache.replicate({ publication: 'cache', checkMs: 100 })
  expect(await versionOf(cache, 10)).toBe('parsed 0')
  await outside.query('select pg_sleep(0.5)')
  await outside.query('update item set version = 1 where id = 10')
  await expect.poll(() => versionOf(cache, 10), patient).toBe('parsed 1')
  expect(cache.stats().replication?.transactions).toBe(1)
  await cache.close()
  await own.end()
})
