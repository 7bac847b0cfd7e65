import { beforeAll, describe, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { barqFleet } from './index.ts'

// What the seed says, run as it says it, and what PostgreSQL makes of that; beside it the form that works.

let system: SmallSystem
beforeAll(async () => {
  system = await smallSystem(barqFleet)
})

describe('an operator class as a storage parameter', () => {
  test('is refused: it belongs beside the column', async () => {
    const { owner } = system
    const index = 'create index idx_deliveries_tracking on deliveries'
    await expect(owner.query(`${index}(tracking_number) with (text_pattern_ops)`)).rejects.toMatchObject({
      code: '22023',
    })
    await undone(async () => {
      await owner.query(`${index} (tracking_number text_pattern_ops)`)
      await owner.query('set local enable_seqscan = off')
      const plan = await explain(`select id from deliveries where tracking_number like 'BRQ10000001%'`)
      expect(plan).toContain('idx_deliveries_tracking')
    })
  })
})

describe('an index on a courier and a month beside the unique one', () => {
  test('has the same columns, and is never needed', async () => {
    const { owner } = system
    await undone(async () => {
      await owner.query(`create index idx_salaries_courier_period on salaries(courier_id, year, month);
        create unique index idx_salaries_unique_month on salaries(courier_id, year, month)`)
      const [keys] = await owner.query<{ same: boolean }>(
        `select (select indkey::text from pg_index where indexrelid = 'idx_salaries_courier_period'::regclass)
           = (select indkey::text from pg_index where indexrelid = 'idx_salaries_unique_month'::regclass) as same`,
      )
      expect(keys).toEqual({ same: true })
      await owner.query('drop index idx_salaries_courier_period')
      const plan = await explain('select * from salaries where courier_id = 7 and year = 2024 and month = 5')
      expect(plan).toContain('idx_salaries_unique_month')
    })
  })
})

describe('the query for unused indexes', () => {
  const unused = (table: string, index: string) =>
    `select schemaname, ${table}, ${index}, idx_scan from pg_stat_user_indexes
     where idx_scan = 0 and indexrelname not like 'pg_%' order by pg_relation_size(indexrelid) desc`

  test('asks for columns that the view does not have', async () => {
    await expect(system.owner.query(unused('tablename', 'indexname'))).rejects.toMatchObject({ code: '42703' })
  })

  test('with the right names lists indexes of unique constraints, which nobody may drop', async () => {
    const rows = await system.owner.query<{ indexrelname: string }>(unused('relname', 'indexrelname'))
    expect(rows.filter(({ indexrelname }) => indexrelname.endsWith('_key'))).not.toEqual([])
  })
})

describe('the tenant of a request', () => {
  test('can not be a parameter of SET', async () => {
    await expect(system.service.query('set app.current_org_id = $1', ['1'])).rejects.toMatchObject({ code: '42601' })
  })

  test('set for the session, stays for whoever has the connection next', async () => {
    const { service } = system
    await service.query(`set app.current_org_id = '1'`)
    await service.query('begin; commit') // the next request, which names no tenant
    const [row] = await service.query<{ rows: number }>('select count(*)::integer as rows from couriers')
    await service.query('reset app.current_org_id')
    expect(row?.rows).toBeGreaterThan(0)
  })

  test('set for the transaction, with a parameter, ends with it', async () => {
    const { service } = system
    await service.query('begin')
    await service.query(`select set_config('app.current_org_id', $1, true)`, ['1'])
    const [within] = await service.query<{ rows: number }>('select count(*)::integer as rows from couriers')
    await service.query('commit')
    const [after] = await service.query<{ rows: number }>('select count(*)::integer as rows from couriers')
    expect(within?.rows).toBeGreaterThan(0)
    expect(after?.rows).toBe(0)
  })
})

describe('a policy that casts the setting as it is', () => {
  test('fails every request after the first on a connection, for the setting is then empty and not null', async () => {
    const { owner, service } = system
    await owner.query(`create policy seed on loans to barq_app
      using (organization_id = cast(current_setting('app.current_org_id', true) as integer));
      drop policy loans_tenant_isolation on loans`)
    await service.query(`begin; select set_config('app.current_org_id', '1', true)`)
    await service.query('select * from loans')
    await service.query('commit')
    await expect(service.query('select * from loans')).rejects.toMatchObject({ code: '22P02' })
    await owner.query(`create policy loans_tenant_isolation on loans to barq_app
      using (organization_id = nullif(current_setting('app.current_org_id', true), '')::integer);
      drop policy seed on loans`)
    expect(await service.query('select * from loans')).toEqual([])
  })
})

test('the pools of three instances are more than the server takes as it is installed', async () => {
  const [row] = await system.owner.query<{ max: number }>(
    `select boot_val::integer as max from pg_settings where name = 'max_connections'`,
  )
  const [instances, poolSize, maxOverflow] = [3, 20, 40]
  expect(instances * (poolSize + maxOverflow)).toBeGreaterThan(row?.max ?? Number.NaN)
})

describe('an index for every filter', () => {
  test('makes some the beginnings of others', async () => {
    const { owner } = system
    await undone(async () => {
      await owner.query(`create index idx_couriers_org_status on couriers(organization_id, status);
        create index idx_vehicles_org_status on vehicles(organization_id, status);
        create index idx_vehicles_org_type_status on vehicles(organization_id, vehicle_type, status);
        create index idx_assignments_courier_dates on courier_vehicle_assignments(courier_id, start_date, end_date);
        create index idx_deliveries_org_status on deliveries(organization_id, status, created_at);
        create index idx_cod_org_status on cod_transactions(organization_id, status, collection_date);
        create index idx_attendance_org_date on attendance(organization_id, date, status)`)
      const prefixes = await owner.query<{ shorter: string }>(
        `select s.indexrelid::regclass::text as shorter
         from pg_index s join pg_index l using (indrelid)
         where s.indexrelid <> l.indexrelid and s.indnatts < l.indnatts and s.indpred is null and not s.indisunique
           and l.indexrelid::regclass::text like 'idx\\_%' and l.indkey::text like s.indkey::text || ' %'
         order by 1`,
      )
      expect(prefixes.map(({ shorter }) => shorter)).toEqual([
        'ix_attendance_organization_id',
        'ix_cod_transactions_organization_id',
        'ix_couriers_organization_id',
        'ix_deliveries_organization_id',
        'ix_vehicles_organization_id',
        'ix_vehicles_organization_id',
      ])
    })
  })

  test('takes heap-only updates away: a changed status must be written into every index that has it', async () => {
    const { owner } = system
    const count = async () => {
      const [row] = await owner.query<{ hot: number }>(
        `select n_tup_hot_upd::integer as hot from pg_stat_xact_user_tables where relname = 'deliveries'`,
      )
      return row?.hot ?? 0
    }
    const hotUpdates = () =>
      undone(async () => {
        const before = await count() // what the session has not yet handed in counts too
        await owner.query(`update deliveries set status = 'assigned' where id = 1`)
        return (await count()) - before
      })
    await owner.query('alter table deliveries set (fillfactor = 50)')
    await owner.query('vacuum full deliveries') // room for a second version beside the first
    expect(await hotUpdates()).toBe(1)
    await owner.query('create index idx_deliveries_org_status on deliveries(organization_id, status, created_at)')
    expect(await hotUpdates()).toBe(0)
    await owner.query('drop index idx_deliveries_org_status; alter table deliveries reset (fillfactor)')
  })
})

async function explain(sql: string): Promise<string> {
  return JSON.stringify(await system.owner.query(`explain (format json) ${sql}`))
}

/** What `work` does in the owner's session is taken back. */
async function undone<Result>(work: () => Promise<Result>): Promise<Result> {
  await system.owner.query('begin')
  try {
    return await work()
  } finally {
    await system.owner.query('rollback')
  }
}
