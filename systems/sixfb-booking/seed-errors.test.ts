import { beforeAll, describe, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { sixfbBooking } from './index.ts'
import { isFreeSql } from './service/conflicts.ts'
import { inTenant } from './service/tenant.ts'

// What the seed says, run as it says it, and what PostgreSQL makes of that; beside it the form that works.

let system: SmallSystem
beforeAll(async () => {
  system = await smallSystem(sixfbBooking)
})

describe('indexes on a day or a week of a moment', () => {
  test.each([
    ['idx_payments_daily_analytics', 'payments(date(created_at), status, amount)'],
    ['idx_payments_weekly_analytics', `payments(date_trunc('week', created_at), status, amount)`],
    ['idx_appointments_daily_revenue_report', 'appointments(date(start_time), status, price, barber_id)'],
  ])('%s is refused: which day it is depends on the session’s time zone', async (name, on) => {
    const index = `create index ${name} on ${on} where status = 'completed'`
    await expect(system.owner.query(index)).rejects.toMatchObject({ code: '42P17' })
  })

  test('in a fixed zone serve the report that groups by them, though bounds on the moment serve every report', async () => {
    await undone(async () => {
      const { owner } = system
      await owner.query(`create index payments_by_day on payments (((created_at at time zone 'UTC')::date)) where status = 'completed';
        create index on payments (date_trunc('week', created_at at time zone 'UTC')) where status = 'completed';
        create index payments_at on payments (created_at) where status = 'completed'; analyze payments`)
      const plan = await explain(`select count(*) from payments where status = 'completed'
        and (created_at at time zone 'UTC')::date = '2025-07-01'`)
      expect(plan).toContain('payments_by_day')
      const bounds = await explain(`select count(*) from payments where status = 'completed'
        and created_at >= '2025-07-01' and created_at < '2025-07-02'`)
      expect(bounds).toContain('payments_at')
    })
  })

  test('the grouping by strftime is of another database', async () => {
    const weekly = `select strftime('%Y-%W', created_at), sum(amount) from payments group by 1`
    await expect(system.owner.query(weekly)).rejects.toMatchObject({ code: '42883' })
  })
})

describe('the index on time ranges', () => {
  const gist = (range: string) =>
    `create index idx_appointments_time_range on appointments using gist (barber_id, ${range}(start_time, end_time))
     where status in ('confirmed', 'pending')`

  test('is refused: tsrange takes no moments with a time zone', async () => {
    await expect(system.owner.query(gist('tsrange'))).rejects.toMatchObject({ code: '42883' })
  })

  test('is refused with the right range too, for a number has no place in a gist index', async () => {
    await expect(system.owner.query(gist('tstzrange'))).rejects.toMatchObject({ code: '42704' })
  })

  test('stands once btree_gist is there, but OVERLAPS can not use it', async () => {
    await undone(async () => {
      const { owner } = system
      await owner.query(`create extension btree_gist; ${gist('tstzrange')}; set local enable_seqscan = off`)
      const check = (overlap: string) =>
        explain(`select 1 from appointments where barber_id = 1 and status in ('confirmed', 'pending') and ${overlap}`)
      const times = `'2025-08-05 10:00+00'::timestamptz, '2025-08-05 11:00+00'::timestamptz`
      const seed = await check(`(start_time, end_time) overlaps (${times})`)
      expect(conditions(seed)).not.toContain('overlaps')
      const range = await check(`tstzrange(start_time, end_time) && tstzrange(${times})`)
      expect(conditions(range)).toContain('&&')
    })
  })

  test('serves no tenant: && is not leakproof, and waits behind the policy, where bounds on the start do not', async () => {
    await undone(async () => {
      const { owner } = system
      await owner.query(`create extension btree_gist; ${gist('tstzrange')};
        create index appointments_by_start on appointments (organization_id, barber_id, start_time);
        set local enable_seqscan = off; set local role sixfb_app; set local app.current_org_id = '1'`)
      const range = await explain(`select 1 from appointments where barber_id = 1 and status in ('confirmed', 'pending')
        and tstzrange(start_time, end_time) && tstzrange('2025-08-05 10:00+00', '2025-08-05 11:00+00')`)
      expect(conditions(range)).not.toContain('&&')
      const bounds = await explain(
        isFreeSql
          .replaceAll('$1', '1')
          .replaceAll('$2', `'2025-08-05 10:00+00'`)
          .replaceAll('$3', `'2025-08-05 11:00+00'`),
      )
      expect(conditions(bounds)).toMatch(/start_time > .* AND \(start_time < /)
    })
  })
})

describe('the partitions', () => {
  test.each([
    ['appointments', 'start_time'],
    ['payments', 'created_at'],
  ])('of %s can not have its primary key, which lacks the partition key', async (table, column) => {
    const copy = `create table ${table}_partitioned (like ${table} including all) partition by range (${column})`
    await expect(system.owner.query(copy)).rejects.toMatchObject({ code: '0A000' })
  })

  test('have a key with the partition key in it, all rows, and the policy, which LIKE does not copy', async () => {
    const [row] = await system.owner.query<Record<string, unknown>>(
      `select pg_get_constraintdef(c.oid) as key, r.relrowsecurity as secured,
         (select count(*) from partitioned.appointments) = (select count(*) from public.appointments) as complete
       from pg_constraint c join pg_class r on r.oid = c.conrelid
       where c.conrelid = 'partitioned.appointments'::regclass and c.contype = 'p'`,
    )
    expect(row).toEqual({ key: 'PRIMARY KEY (id, start_time)', secured: true, complete: true })
  })

  test('can not have the constraint against double bookings, which would have to compare the partition key by =', async () => {
    await undone(async () => {
      await system.owner.query('create extension btree_gist')
      const exclusion = `alter table partitioned.appointments add
        exclude using gist (barber_id with =, tstzrange(start_time, end_time) with &&)`
      await expect(system.owner.query(exclusion)).rejects.toMatchObject({ code: '0A000' })
    })
  })
})

describe('the monitoring queries', () => {
  test.each([
    [
      'slow queries',
      `select query, mean_time, calls, total_time, (total_time/calls) as avg_time_ms from pg_stat_statements
       where (total_time/calls) > 100 order by mean_time desc limit 20`,
    ],
    [
      'unused indexes',
      `select schemaname, tablename, indexname, idx_scan, idx_tup_read, idx_tup_fetch from pg_stat_user_indexes
       where idx_scan < 100 order by idx_scan asc`,
    ],
  ])('for %s ask for columns that are not there', async (_, sql) => {
    await expect(system.owner.query(sql)).rejects.toMatchObject({ code: '42703' })
  })

  test('run with the names of today', async () => {
    const slow = await system.owner.query(
      `select query, mean_exec_time, calls, total_exec_time from pg_stat_statements
       where mean_exec_time >= 0 order by mean_exec_time desc, queryid limit 20`,
    )
    const unused = await system.owner.query(
      `select schemaname, relname, indexrelname, idx_scan from pg_stat_user_indexes
       where idx_scan < 100 order by idx_scan, indexrelid`,
    )
    expect(slow).toHaveLength(20)
    expect(unused.length).toBeGreaterThan(50)
  })
})

test('the pool of one process is more than the server takes as it is installed', async () => {
  const [row] = await system.owner.query<{ max: number }>(
    `select boot_val::integer as max from pg_settings where name = 'max_connections'`,
  )
  const [poolSize, maxOverflow] = [75, 150]
  expect(poolSize + maxOverflow).toBeGreaterThan(row?.max ?? Number.NaN)
})

describe('the revenue report', () => {
  const daily = (days: string) => `
    with daily_revenue as (
      select date(created_at) as revenue_date, sum(amount) as daily_revenue, count(*) as daily_transactions,
        avg(amount) as daily_avg
      from payments
      where organization_id = 1 and status = 'completed' and ${days}
      group by date(created_at)
    )
    select sum(daily_revenue) as total, round(avg(daily_avg), 4) as overall_avg,
      round(sum(daily_revenue) / sum(daily_transactions), 4) as average
    from daily_revenue`

  test('takes the average of the days’ averages for that of the transactions', async () => {
    const [row] = await system.owner.query<Record<string, string>>(daily(`created_at >= '2025-01-01'`))
    expect(row?.overall_avg).not.toBe(row?.average)
    const [all] = await system.owner.query<Record<string, string>>(
      `select round(avg(amount), 4) as average from payments
       where organization_id = 1 and status = 'completed' and created_at >= '2025-01-01'`,
    )
    expect(row?.average).toBe(all?.average)
  })

  test('loses the last day, since a date is its midnight', async () => {
    const total = async (days: string) => {
      const [row] = await system.owner.query<Record<string, string>>(daily(days))
      return Number(row?.total)
    }
    const lost = await total(`created_at >= '2025-07-01' and created_at <= '2025-07-26'`)
    const whole = await total(`created_at >= '2025-07-01' and created_at < date '2025-07-26' + 1`)
    expect(lost).toBeLessThan(whole)
  })
})

describe('the daily schedule', () => {
  const several = `select appointment_id as id from payments group by appointment_id having count(*) > 1 limit 1`

  test('repeats an appointment that was paid in several parts', async () => {
    const rows = await system.owner.query(
      `select a.id, p.status as payment_status
       from appointments a left join clients c on a.client_id = c.id left join payments p on a.id = p.appointment_id
       where a.id = (${several})`,
    )
    expect(rows.length).toBeGreaterThan(1)
  })

  test('asks for the day by a function that no index on the start can serve, where bounds are served', async () => {
    await undone(async () => {
      await system.owner.query(`create index appointments_by_start on appointments (barber_id, start_time);
        set local enable_seqscan = off`)
      const day = await explain(`select id from appointments where barber_id = 1 and date(start_time) = '2025-07-30'`)
      expect(conditions(day)).not.toContain('start_time')
      const bounds = await explain(`select id from appointments where barber_id = 1
        and start_time >= '2025-07-30 00:00+00' and start_time < '2025-07-31 00:00+00'`)
      expect(conditions(bounds)).toContain('start_time')
    })
  })
})

describe('the materialized view', () => {
  const seed = `create materialized view seed_monthly_stats as
    select u.id as barber_id, u.name as barber_name, date_trunc('month', a.start_time) as month,
      count(a.id) as total_appointments, sum(a.price) as total_revenue, count(distinct a.client_id) as unique_clients,
      avg(a.price) as avg_service_price
    from users u join appointments a on u.id = a.barber_id
    where u.unified_role in ('BARBER', 'SHOP_OWNER') and a.status = 'completed'
    group by u.id, u.name, date_trunc('month', a.start_time);
    create index idx_seed_monthly_stats_lookup on seed_monthly_stats (barber_id, month)`

  test('can not be refreshed beside its readers: its index is not unique', async () => {
    const { owner } = system
    await owner.query(seed)
    const refresh = 'refresh materialized view concurrently seed_monthly_stats'
    await expect(owner.query(refresh)).rejects.toMatchObject({ code: '55000' })
    await owner.query('create unique index on seed_monthly_stats (barber_id, month)')
    await expect(owner.query(refresh)).resolves.toEqual([])
    await owner.query('drop materialized view seed_monthly_stats')
  })

  test('granted to the service shows every tenant’s figures, and can have no policy', async () => {
    const { owner, service } = system
    await owner.query(`${seed}; grant select on seed_monthly_stats to sixfb_app`)
    const shops = await inTenant(service, 1, () =>
      service.query(`select distinct barber_id from seed_monthly_stats where barber_id not in (select id from users)`),
    )
    expect(shops.length).toBeGreaterThan(0)
    const secure = 'alter table seed_monthly_stats enable row level security'
    await expect(owner.query(secure)).rejects.toMatchObject({ code: '42809' })
    await owner.query('drop materialized view seed_monthly_stats')
  })
})

test('the counter columns stay at their default, since nothing writes to them', async () => {
  await undone(async () => {
    const { owner } = system
    await owner.query(`alter table users add column monthly_revenue decimal(10,2) default 0;
      alter table users add column client_count integer default 0;
      alter table users add column last_booking_date timestamp;
      update payments set amount = amount + 1 where status = 'completed' and payment_type = 'charge'`)
    const [row] = await owner.query<Record<string, unknown>>(
      `select max(monthly_revenue) as revenue, max(client_count) as clients, max(last_booking_date) as last from users`,
    )
    expect(row).toEqual({ revenue: '0.00', clients: 0, last: null })
  })
})

async function explain(sql: string): Promise<string> {
  const [row] = await system.owner.query<{ 'QUERY PLAN': unknown }>(`explain (format json) ${sql}`)
  return JSON.stringify(row?.['QUERY PLAN'])
}

/** What a plan looks up in indexes. */
function conditions(plan: string): string {
  return [...plan.matchAll(/"Index Cond":"((?:[^"\\]|\\.)*)"/g)].map(([, condition]) => condition).join('; ')
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
