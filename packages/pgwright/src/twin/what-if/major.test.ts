import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { availableMajor, type EmbeddedServer, parseTarget, startServer, withReader } from '../../postgres/index.ts'
import { explainPlan } from '../explain.ts'
import { indexesOf } from '../plan-node.ts'
import { compareWhatIf } from './compare.ts'

// Few enough rows for ANALYZE to read them all, so that both servers find the same.
const schema = `
  create table t (kind int not null, at timestamp not null, note text) with (autovacuum_enabled = off);
  insert into t select i % 3, timestamp '2025-01-01' + i * interval '1 minute', repeat('n', i % 90)
    from generate_series(1, 20000) i;
  create index t_kind_at on t (kind, at);
  analyze t`

/** 18 skips over the first column of the index, 15 reads the whole of it. */
const sql = `select * from t where at = '2025-01-05 12:00:00'`

const missing = (await availableMajor(15)).hint !== null && process.env.CI === undefined

describe.skipIf(missing)('another major, as a what-if', () => {
  let snapshot: Snapshot
  let older: EmbeddedServer
  let client: pg.Client
  beforeAll(async () => {
    const source = await createDatabase({ schema })
    snapshot = await withReader(parseTarget(source.url), (reader) => observe(reader))
    older = await startServer({ name: 'test-older', major: 15 })
    client = new pg.Client(older.url())
    await client.connect()
    await client.query(schema)
  }, 120_000)
  afterAll(async () => {
    await client?.end()
    await older?.stop()
  })

  test('plans as a server of that major does, and says what differs', async () => {
    const statements = [{ sql, role: null, calls: 1 }]
    const result = await compareWhatIf(snapshot, [{ kind: 'major', major: 15 }], statements)
    const [planned] = result.statements
    const real = await explainPlan(client, 15, sql)
    expect(planned && [...indexesOf(planned.before)]).toEqual(['t_kind_at'])
    expect(planned?.after['Node Type']).toBe(real['Node Type'])
    expect((planned?.after['Total Cost'] ?? 0) / real['Total Cost']).toBeCloseTo(1, 3)
    expect(planned?.costAfter).toBeGreaterThan(2 * (planned?.costBefore ?? 0))
    expect(result.notes.join('\n')).toMatch(
      /PostgreSQL 15 does not know these settings of 18.*enable_self_join_elimination/,
    )
    expect(result.notes.join('\n')).toMatch(/before 18 lacks: skip scans/)
  })

  test('is refused where there is no such major', async () => {
    await expect(compareWhatIf(snapshot, [{ kind: 'major', major: 13 }], [])).rejects.toMatchObject({
      code: 'unsupported',
    })
  })
})
