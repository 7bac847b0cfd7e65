import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import { type Change, type Plan, planSchema, type Statement } from '../model/index.ts'
import { fingerprint, quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { prove } from './prove.ts'

const schema = 'Größe 1'
const table = 'select "Order"'
const name = quoteQualified(schema, table)

const newest = `select id, "tenantId", total from ${name} where "tenantId" = $1 and status = $2 order by "createdAt" desc limit $3`
const ofDay = `select count(*), sum(total) from ${name} where "createdAt" >= $1 and "createdAt" < $2`
const all = `select count(*) filter (where status = $1) as open, sum(total) from ${name}`

let database: TestDatabase
const connect = () => database.connect()

beforeAll(async () => {
  database = await createDatabase({
    schema: `create schema ${quoteIdentifier(schema)};
      create table ${name} (id bigint generated always as identity primary key, "tenantId" int not null,
        status text not null, "createdAt" timestamptz not null, total double precision, note text,
        doubled double precision generated always as (total * 2) stored);
      insert into ${name} ("tenantId", status, "createdAt", total, note)
        select i % 20, (array['new', 'paid', 'sent'])[1 + i % 3], timestamptz '2025-01-01' + i * interval '1 minute',
          i * 0.1, repeat('x', 100) from generate_series(1, 60000) as i;
      create index dup_a on ${name} (total);
      create index dup_b on ${name} (total);
      analyze ${name}`,
  })
})

describe('a plan with an index that pays, one that does not, and a duplicate', () => {
  const paying = create('pays', '("tenantId", status, "createdAt" desc)', [newest])
  const useless = create('useless', '(note)', [all])
  const duplicate = drop('dup', 'dup_b')
  let proven: Plan
  beforeAll(async () => {
    const estimates = [newest, ofDay, all].map((sql) => {
      return { fingerprint: fingerprint(sql), costBefore: 1000, costAfter: sql === newest ? 10 : 1000 }
    })
    const plan = planFor([paying, useless, duplicate], [newest, ofDay, all].map(statement))
    proven = await prove(connect, { ...plan, estimates }, options)
  })

  test('is written as a plan that can be read again', () => {
    expect(planSchema.parse(JSON.parse(JSON.stringify(proven)))).toEqual(proven)
  })

  test('what pays stays, with its figures', () => {
    expect(proven.changes.map(({ id }) => id)).toEqual(['pays', 'dup'])
    const trial = proven.changes[0]?.trial
    expect(trial).toMatchObject({ verdict: 'pays', on: 'test', notRun: [] })
    expect(trial?.buildMs).toBeGreaterThan(0)
    expect(trial?.sizeBytes).toBeGreaterThan(500_000)
    const [query] = trial?.queries ?? []
    expect(query).toMatchObject({ fingerprint: fingerprint(newest), sql: newest, sameResult: true })
    expect(query?.after.buffers).toBeLessThan(query?.before.buffers ?? 0)
    expect(query?.after.runs).toBeGreaterThanOrEqual(3)
    expect(trial?.writes).toMatchObject([{ schema, table, rows: 10_000 }])
  })

  test('what does not pay is thrown out, with the reason', () => {
    expect(proven.rejected.map(({ change }) => change.id)).toEqual(['useless'])
    expect(proven.rejected[0]?.reason).toBe('No statement of the workload is planned with it.')
    expect(proven.rejected[0]?.change.trial?.verdict).toBe('does-not-pay')
  })

  test('a duplicate is dropped, and its size counts as freed', () => {
    const trial = proven.changes[1]?.trial
    expect(trial?.verdict).toBe('pays')
    expect(trial?.sizeBytes).toBeLessThan(0)
    expect(trial?.reason).toContain('are freed')
  })

  test('the plan as a whole has every statement, with the same rows back', () => {
    const queries = proven.trial?.queries ?? []
    expect(queries.map(({ sql }) => sql)).toEqual([newest, ofDay, all])
    expect(queries.every(({ sameResult }) => sameResult)).toBe(true)
    expect(proven.trial?.verdict).toBe('pays')
    const sizes = proven.changes.map(({ trial }) => trial?.sizeBytes ?? 0)
    expect(proven.trial?.sizeBytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
  })

  test('says how sure a difference is, and what is slower', () => {
    const [quick] = proven.trial?.queries ?? []
    // How sure it is depends on what else the machine does: the test of signs has the figures.
    expect(quick?.confidence).toBeGreaterThan(0)
    expect(quick?.slower).toBe(false)
  })

  test('says how well the estimates foretold what was measured', () => {
    expect(proven.trial?.calibration).toMatchObject({ statements: 3 })
    expect(proven.trial?.calibration?.rankCorrelation).toBeGreaterThan(0)
  })

  test('a statement whose plan does not change is measured once', () => {
    const trial = proven.trial?.queries.find(({ sql }) => sql === all)
    expect(trial?.before).toEqual(trial?.after)
  })

  test('nothing is left behind', async () => {
    expect(await leftovers()).toEqual(['dup_a', 'dup_b', `${table}_pkey`])
  })
})

test('what depends on a change that is thrown out goes with it', async () => {
  const useless = create('useless', '(note)', [])
  const dependent = { ...drop('dup', 'dup_a'), dependsOn: ['useless'] }
  const proven = await prove(connect, planFor([useless, dependent], [statement(newest)]), options)
  expect(proven.changes).toEqual([])
  expect(proven.rejected.map(({ change }) => change.id)).toEqual(['useless', 'dup'])
  expect(proven.rejected[1]?.reason).toContain('depends on')
})

test('an index that a statement needs is not dropped', async () => {
  await database.client.query(`create index by_time on ${name} ("createdAt")`)
  const proven = await prove(connect, planFor([drop('needed', 'by_time')], [statement(ofDay)]), options)
  expect(proven.rejected[0]?.reason).toContain('would be slower')
  await database.client.query(`drop index ${quoteQualified(schema, 'by_time')}`)
})

test('a gain is measured as often as the confidence takes that was asked for, and the trial says which', async () => {
  const plan = planFor([create('sure', '("tenantId", status, "createdAt" desc)', [newest])], [statement(newest)])
  const proven = await prove(connect, plan, { ...options, repeats: 3, confidence: 0.999 })
  const [query] = (proven.changes[0] ?? proven.rejected[0]?.change)?.trial?.queries ?? []
  expect(proven.trial).toMatchObject({ confidence: 0.999 })
  expect(query?.before.runs).toBeGreaterThanOrEqual(13)
  // Noise of the machine may hide it; what stays is as sure as was asked for.
  if (proven.changes.length > 0) expect(query?.confidence).toBeGreaterThan(0.999)
})

test('what can not be run is told, and what is for it alone stays undecided', async () => {
  const update = `update ${name} set total = $1 where "createdAt" = $2`
  const broken = `select * from ${name} as t join nowhere on true where t."createdAt" = $1`
  const plan = planFor([create('open', '("createdAt")', [update, broken])], [update, broken].map(statement))
  const proven = await prove(connect, plan, options)
  expect(proven.changes[0]?.trial?.verdict).toBe('undecided')
  expect(proven.trial?.notRun.map(({ reason }) => reason)).toEqual([
    'It does not read alone, and a trial runs nothing that writes.',
    'A table that it reads is not there.',
  ])
})

test('the owner of the tables needs no other right', async () => {
  const owner = `Owner ${database.name}`
  await database.client.query(`create role ${quoteIdentifier(owner)} login password '${database.password}';
    create schema owned authorization ${quoteIdentifier(owner)};
    create table owned.events as select i as id, md5(i::text) as name from generate_series(1, 30000) as i;
    alter table owned.events owner to ${quoteIdentifier(owner)}; analyze owned.events`)
  const asOwner = async () => {
    const client = new pg.Client(database.urlAs(owner))
    await client.connect()
    return client
  }
  const sql = 'select id from owned.events where name in ($1, $2)'
  const change = create('own', '(name)', [sql], { schema: 'owned', table: 'events' })
  const proven = await prove(asOwner, planFor([change], [statement(sql)]), options)
  expect(proven.changes[0]?.trial).toMatchObject({ verdict: 'pays', writes: [{ rows: 10_000 }], notRun: [] })
  await database.client.query(`drop owned by ${quoteIdentifier(owner)}; drop role ${quoteIdentifier(owner)}`)
})

test('a change that can not be tried stays, undecided', async () => {
  const plan = planFor([drop('gone', 'not there'), drop('key', `${table}_pkey`)], [statement(newest)])
  const proven = await prove(connect, plan, options)
  expect(proven.changes.map(({ trial }) => trial?.verdict)).toEqual(['undecided', 'undecided'])
  expect(proven.changes[0]?.trial?.reason).toContain('not there')
})

describe('under row-level security', () => {
  const sql = `select id, total from tenant_rows where at >= $1 and at < $2 order by at, id`
  let service: string
  beforeAll(async () => {
    service = `Service ${database.name}`
    await database.client.query(`create role ${quoteIdentifier(service)};
      create table tenant_rows (id int primary key, org int not null, at timestamptz not null, total numeric);
      insert into tenant_rows select i, i % 50, timestamptz '2025-01-01' + i * interval '1 minute', i
        from generate_series(1, 50000) as i;
      alter table tenant_rows enable row level security;
      create policy tenant on tenant_rows to ${quoteIdentifier(service)}
        using (org = nullif(current_setting('app.org', true), '')::int);
      grant select on tenant_rows to ${quoteIdentifier(service)}`)
    await database.client.query('analyze tenant_rows')
  })

  test('a statement runs as its role, with settings that rows have', async () => {
    const change = create('rls', '(org, at)', [sql], { schema: 'public', table: 'tenant_rows' })
    const proven = await prove(connect, planFor([change], [{ ...statement(sql), role: service }]), options)
    expect(proven.changes[0]?.trial?.queries[0]).toMatchObject({ sameResult: true })
    expect(proven.changes[0]?.trial?.verdict).toBe('pays')
    await database.client.query(`drop owned by ${quoteIdentifier(service)}; drop role ${quoteIdentifier(service)}`)
  })

  test('a role that is not there, or can not be assumed, is not replaced by another', async () => {
    const plan = planFor([], [{ ...statement(sql), role: 'nobody of this name' }])
    const proven = await prove(connect, plan, options)
    expect(proven.trial?.notRun[0]?.reason).toContain('can not be assumed')
  })
})

describe('errors', () => {
  test('a database without the tables is the wrong one', async () => {
    const change = create('x', '(a)', [], { schema: 'public', table: 'elsewhere' })
    await expect(prove(connect, planFor([change], []), options)).rejects.toMatchObject({ code: 'usage' })
  })

  test('a role that does not own the tables is refused before anything is done', async () => {
    const role = `Reader ${database.name}`
    await database.client.query(`create role ${quoteIdentifier(role)} login password '${database.password}'`)
    const asReader = async () => {
      const client = new pg.Client(database.urlAs(role))
      await client.connect()
      return client
    }
    const plan = planFor([create('x', '(note)', [])], [])
    await expect(prove(asReader, plan, options)).rejects.toMatchObject({ code: 'permission' })
    await database.client.query(`drop role ${quoteIdentifier(role)}`)
  })

  test('nothing is left behind when the session is lost midway', async () => {
    const before = await leftovers()
    const plan = planFor([create('lost', '("tenantId", status)', [newest])], [statement(newest)])
    const sessions: pg.Client[] = []
    const watched = async () => {
      const client = await connect()
      sessions.push(client)
      return client
    }
    const onProgress = (done: number) => {
      if (done === 1) void database.client.query(`select pg_terminate_backend($1)`, [processId(sessions[0])])
    }
    await expect(prove(watched, plan, { ...options, onProgress })).rejects.toMatchObject({ code: 'connection' })
    expect(await leftovers()).toEqual(before)
  })

  test('a trial that is stopped leaves nothing, and what a killed one left is dropped', async () => {
    const before = await leftovers()
    await database.client.query(`create index pgwright_trial_old on ${name} (total)`)
    const stop = new AbortController()
    const plan = planFor([create('a', '("tenantId", status)', []), create('b', '(status)', [])], [statement(newest)])
    const onProgress = (done: number) => {
      if (done === 1) stop.abort()
    }
    const trial = prove(connect, plan, { ...options, onProgress, signal: stop.signal })
    await expect(trial).rejects.toMatchObject({ code: 'cancelled' })
    expect(await leftovers()).toEqual(before)
  })

  test('a second trial in the same database is kept away', async () => {
    const inside = new Promise((resolve, reject) => {
      const onProgress = () => prove(connect, planFor([], []), options).then(resolve, reject)
      void prove(connect, planFor([create('a', '(status)', [newest])], [statement(newest)]), { ...options, onProgress })
    })
    await expect(inside).rejects.toMatchObject({ code: 'busy' })
  })
})

const options = { describeTarget: 'test', repeats: 5 }

function statement(sql: string): Statement {
  return { fingerprint: fingerprint(sql), sql, role: null, calls: 100, totalMs: 1000, rows: 100 }
}

function planFor(changes: Change[], statements: Statement[]): Plan {
  return { ...planOf(...changes), workload: { source: 'test', statements, excluded: [] } }
}

function create(id: string, keys: string, queries: string[], on = { schema, table }): Change {
  const sql = `create index concurrently ${quoteIdentifier(`new ${id} on x`)} on ${quoteQualified(on.schema, on.table)} ${keys}`
  const ensure = { kind: 'index-present', ...on, index: `new ${id} on x`, definition: null } as const
  return {
    ...changeOf(id, on, queries),
    kind: 'create-index',
    sql,
    steps: [{ sql, ensure, locks: [], transactional: false }],
  }
}

function drop(id: string, index: string): Change {
  const sql = `drop index concurrently ${quoteQualified(schema, index)}`
  const ensure = { kind: 'index-absent', schema, table, index } as const
  return {
    ...changeOf(id, { schema, table }, []),
    kind: 'drop-index',
    sql,
    steps: [{ sql, ensure, locks: [], transactional: false }],
  }
}

function changeOf(id: string, on: { schema: string; table: string }, queries: string[]) {
  return {
    id,
    ...on,
    rollbackSql: '',
    rollback: [],
    sizeBytes: 0,
    benefit: {
      total: queries.length,
      queries: queries.map((sql) => ({ fingerprint: fingerprint(sql), costBefore: 2, costAfter: 1 })),
    },
    writeCost: 0,
    reason: '',
    forms: null,
    dependsOn: [],
    trial: null,
  }
}

/** pg knows it and its types do not. */
function processId(client: pg.Client | undefined): unknown {
  return (client as { processID?: unknown } | undefined)?.processID
}

/** Every index of the tables, and what else a trial could have made. */
async function leftovers(): Promise<string[]> {
  const { rows } = await database.client.query<{ relname: string }>(
    `select relname from pg_class where relkind in ('i', 'r') and relnamespace::regnamespace::text not like 'pg\\_%'
       and (relname like 'pgwright%' or oid in (select indexrelid from pg_index where indrelid = $1::regclass)) order by 1`,
    [name],
  )
  return rows.map(({ relname }) => relname)
}
