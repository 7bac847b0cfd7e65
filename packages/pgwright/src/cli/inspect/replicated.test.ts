import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conninfoOf, followedSettings, startStandby } from '../../../test/standby.ts'
import { findCheck, readsRows, selectChecks } from '../../diagnose/index.ts'
import { inspectOn } from '../../diagnose/testing/judge.ts'
import type { Finding } from '../../model/index.ts'
import { type EmbeddedServer, startServer } from '../../postgres/index.ts'
import { type Inspected, inspectSource } from './inspect-source.ts'

const replication = selectChecks({ only: ['replication', 'xmin-horizon-held'] })
/** A gigabyte of log is written in segments, and it is its place in the log that counts: nobody has to fill them. */
const segments = 66

let primary: EmbeddedServer
let standby: EmbeddedServer
let subscriber: EmbeddedServer
/** The superuser's sessions. */
let onPrimary: pg.Client
let onSubscriber: pg.Client

async function connect({ url }: EmbeddedServer): Promise<pg.Client> {
  const client = new pg.Client(url())
  client.on('error', () => {}) // its server is stopped at the end
  await client.connect()
  return client
}

async function until(client: pg.Client, condition: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(50)) {
    const { rows } = await client.query<{ holds: boolean | null }>(`select (${condition}) as holds`)
    if (rows[0]?.holds) return
  }
  throw new Error(`${condition} does not come true`)
}

function inspect({ url }: EmbeddedServer): Promise<Inspected> {
  return inspectSource(url(), replication, () => {})
}

function told(findings: readonly Finding[]): string[] {
  return findings.map(({ checkId, object }) => `${checkId} ${object}`).sort()
}

beforeAll(async () => {
  const settings = { ...followedSettings, wal_init_zero: 'off', max_slot_wal_keep_size: '4GB' }
  ;[primary, subscriber] = await Promise.all([
    startServer({ name: 'test-primary', settings }),
    // So that a worker that fails is not begun again while we look.
    startServer({ name: 'test-subscriber', settings: { ...followedSettings, wal_retrieve_retry_interval: '1min' } }),
  ])
  onPrimary = await connect(primary)
  onSubscriber = await connect(subscriber)
  const table = 'create table "Orders" (id int primary key, customer int)'
  await onPrimary.query(`
    ${table};
    insert into "Orders" select i, i % 100 from generate_series(1, 20000) i;
    create index orders_customer_idx on "Orders" (customer);
    analyze;
    create publication shop for table "Orders";
    select pg_create_physical_replication_slot('standby1', true)`)
  standby = await startStandby(primary, { name: 'standby1', slot: true, settings: { wal_init_zero: 'off' } })
  await onSubscriber.query(table)
  await onSubscriber.query(
    `create subscription "Shop" connection '${conninfoOf(primary, 'postgres', 'Shop')}' publication shop with (slot_name = shop)`,
  )
  await until(onSubscriber, `select bool_and(srsubstate = 'r') from pg_subscription_rel`)
  await until(onPrimary, `select count(*) = 2 from pg_stat_replication where state = 'streaming'`)
}, 120_000)

afterAll(async () => {
  await Promise.all([onPrimary, onSubscriber].map((client) => client?.end().catch(() => {})))
  await Promise.all([primary, standby, subscriber].map((server) => server?.stop()))
})

describe('where replication works', () => {
  test('nothing is found on the primary, the standby and the subscriber', async () => {
    for (const server of [primary, standby, subscriber]) {
      const { findings } = await inspect(server)
      expect(told(findings)).toEqual([])
    }
  })

  test('every check understands what these servers tell, or says why it does not look', async () => {
    const all = selectChecks({}).filter(readsRows)
    for (const server of [primary, standby, subscriber]) {
      const { skipped } = await inspectSource(server.url(), all, () => {})
      expect(skipped.filter(({ reason }) => /understand|refuses|SQLSTATE/.test(reason))).toEqual([])
    }
  })

  test('a standby is not asked for what only its primary knows, and the other way round', async () => {
    const onStandby = await inspect(standby)
    expect(onStandby.skipped).toContainEqual({
      checkId: 'standby-without-slot',
      reason: 'The server is a standby: inspect the primary for this.',
    })
    expect(onStandby.passed).toEqual(expect.arrayContaining(['receiver-not-running', 'recovery-paused']))
    const { skipped } = await inspect(primary)
    expect(skipped.map(({ checkId }) => checkId)).toContain('recovery-paused')
  })

  test('an index is not to be dropped on the word of one server', async () => {
    const unused = [findCheck('unused-index')]
    const { findings } = await inspectOn(onPrimary, unused)
    expect(findings).toMatchObject([
      { object: 'public.orders_customer_idx', severity: 'info', evidence: { standbys: 1 } },
    ])
    expect(findings[0]).not.toHaveProperty('fix')
    const reader = await connect(standby)
    const { skipped } = await inspectOn(reader, unused).finally(() => reader.end())
    expect(skipped).toMatchObject([{ reason: 'The server is a standby: inspect the primary for this.' }])
  })
})

describe('where replication is broken', () => {
  test('a subscription that fails at a row is found', async () => {
    await onSubscriber.query('insert into "Orders" values (-1, 1)')
    await onPrimary.query('insert into "Orders" values (-1, 1)')
    await until(onSubscriber, 'select apply_error_count > 0 from pg_stat_subscription_stats')
    const { findings } = await inspect(subscriber)
    expect(told(findings)).toEqual(['subscription-errors "Shop"', 'subscription-not-running "Shop"'])
  })

  test('a standby that does not replay, a subscription that is disabled and a slot that nobody reads from are found', async () => {
    await onSubscriber.query('alter subscription "Shop" disable; select pg_stat_reset_subscription_stats(null)')
    const client = await connect(standby)
    await client.query('select pg_wal_replay_pause()')
    await until(client, `select pg_get_wal_replay_pause_state() = 'paused'`)
    await client.end()
    for (let i = 0; i < segments; i++)
      await onPrimary.query(`select pg_logical_emit_message(false, '', ''); select pg_switch_wal()`)
    await until(onPrimary, `select sent_lsn >= pg_current_wal_lsn() from pg_stat_replication`)
    expect(told((await inspect(primary)).findings)).toEqual(['slot-inactive shop', 'standby-lagging "standby1"'])
    expect(told((await inspect(standby)).findings)).toEqual(['recovery-paused replay'])
    expect(told((await inspect(subscriber)).findings)).toEqual(['subscription-disabled "Shop"'])
  }, 60_000)

  test('a standby that has lost its primary says so', async () => {
    await onPrimary.end()
    await primary.stop()
    const client = await connect(standby)
    await until(client, 'select count(*) = 0 from pg_stat_get_wal_receiver() r where r.pid is not null')
    await client.end()
    expect(told((await inspect(standby)).findings)).toEqual(['receiver-not-running receiver', 'recovery-paused replay'])
  })
})
