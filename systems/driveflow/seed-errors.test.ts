import type { Connection } from 'pgwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { driveflow } from './index.ts'
import { rowId } from './row-id.ts'
import { bookingsAfter, type Cursor, pageSize } from './service/bookings.ts'
import { statisticsSql } from './service/statistics.ts'
import { inTenant } from './service/tenant.ts'
import { seedIndexes } from './test/seed-indexes.ts'

// What the seed says, run as it says it, and what PostgreSQL makes of that; beside it the form that works.

let system: SmallSystem
/** Of the owner too, for what one session does to another. */
let other: Connection
let close: () => Promise<void>
beforeAll(async () => {
  system = await smallSystem(driveflow)
  const sessions = await system.ownerSessions(1)
  other = sessions.connections[0] ?? system.owner
  close = sessions.close
})
afterAll(() => close())

const largest = rowId('Organization', 1)

test('every index of the seed can be made: its tables and columns have its names', async () => {
  await undone(async () => {
    for (const statement of seedIndexes) await system.owner.query(`create ${statement}`)
    const doubles = await system.owner.query<{ name: string }>(
      `select s.indexrelid::regclass::text as name
       from pg_index s join pg_index l using (indrelid, indkey)
       where s.indexrelid::regclass::text like 'idx\\_%' and l.indisunique and l.indexrelid <> s.indexrelid`,
    )
    // It is named @unique as well, which has made one already.
    expect(doubles).toEqual([{ name: 'idx_webhook_event_id' }])
  })
})

describe('the most selective column first', () => {
  const asked = `select "startAt" from "Booking"
    where "status" = 'completed' and "orgId" = '${largest}' and "startAt" > '2024-03-01'`
  const seedsGood = '("status", "orgId", "startAt")'
  const seedsBad = '("orgId", "status", "startAt")'

  test('makes no difference among columns that are compared for equality', async () => {
    const [good, bad] = [await blocksWith(seedsGood), await blocksWith(seedsBad)]
    expect(Math.abs(good - bad)).toBeLessThanOrEqual(1)
  })

  test('matters where a range comes first: nothing behind it narrows what is read', async () => {
    expect(await blocksWith('("startAt", "orgId", "status")')).toBeGreaterThan(2 * (await blocksWith(seedsBad)))
  })

  /** Blocks that an index-only scan of the statement reads. */
  function blocksWith(columns: string): Promise<number> {
    return undone(async () => {
      await system.owner.query(`create index idx_tried on "Booking" ${columns}; set local enable_seqscan = off;
        set local enable_bitmapscan = off`)
      const [row] = await system.owner.query<{ 'QUERY PLAN': readonly [{ Plan: Record<string, unknown> }] }>(
        `explain (analyze, buffers, format json) ${asked}`,
      )
      const plan = row?.['QUERY PLAN'][0].Plan
      expect(plan?.['Index Name']).toBe('idx_tried')
      return Number(plan?.['Shared Hit Blocks']) + Number(plan?.['Shared Read Blocks'])
    })
  }
})

describe('the statistics of instructors', () => {
  const seed = (columns: Record<'org' | 'name' | 'instructor' | 'booking', string>) =>
    `SELECT i.id, i.${columns.org} as org_id, i.${columns.name} as display_name, COUNT(b.id) as total_bookings,
       COUNT(CASE WHEN b.status = 'completed' THEN 1 END) as completed_bookings,
       AVG(l.rating) as avg_rating, SUM(p.amount_cents) as total_earnings_cents
     FROM "Instructor" i
     LEFT JOIN "Booking" b ON i.id = b.${columns.instructor}
     LEFT JOIN "Lesson" l ON b.id = l.${columns.booking}
     LEFT JOIN "Payout" p ON i.id = p.${columns.instructor} AND p.status = 'paid'
     GROUP BY i.id, i.${columns.org}, i.${columns.name}`

  test('name columns that are not there', async () => {
    const names = { org: 'org_id', name: 'display_name', instructor: 'instructor_id', booking: 'booking_id' }
    await expect(system.owner.query(seed(names))).rejects.toMatchObject({ code: '42703' })
  })

  test('with the right names count each booking once for every payout, and each payout once for every booking', async () => {
    const names = { org: '"orgId"', name: '"displayName"', instructor: '"instructorId"', booking: '"bookingId"' }
    const rows = await system.owner.query(
      `select s.total_bookings = b.count * p.count as bookings, s.total_earnings_cents = p.cents * b.count as earnings,
         p.count > 1 and b.count > 1 as multiplied
       from (${seed(names)}) as s
       join (select "instructorId", count(*) from "Booking" group by 1) as b on b."instructorId" = s.id
       join (select "instructorId", count(*), sum("amount_cents") as cents from "Payout" where "status" = 'paid' group by 1)
         as p on p."instructorId" = s.id`,
    )
    expect(rows).toHaveLength(system.dimensions.instructors ?? 0)
    for (const row of rows) expect(row).toEqual({ bookings: true, earnings: true, multiplied: true })
  })

  test('are right where each child is added up before it is joined', async () => {
    const wrong = await system.owner.query(
      `select s.id from (${statisticsSql}) as s
       join "Organization" o on o."id" = s.org_id
       where (s.total_bookings, s.completed_bookings) is distinct from (
           select (count(*), count(*) filter (where "status" = 'completed')) from "Booking"
           where "instructorId" = s.id and "startAt" < o."booksClosedBefore")
         or s.total_earnings_cents is distinct from (
           select coalesce(sum("amount_cents"), 0) from "Payout"
           where "instructorId" = s.id and "status" = 'paid' and "createdAt" < o."booksClosedBefore")`,
    )
    expect(wrong).toEqual([])
  })
})

describe('refreshing a materialized view', () => {
  const view = `create materialized view seed_stats as ${statisticsSql};
    create index idx_seed_stats_org on seed_stats (org_id)`

  test('keeps every reader out', async () => {
    await system.owner.query(view)
    await undone(async () => {
      await system.owner.query('refresh materialized view seed_stats')
      expect(await lockOn('seed_stats')).toContain('AccessExclusiveLock')
      await expect(readMeanwhile()).rejects.toMatchObject({ code: '55P03' })
    })
  })

  test('concurrently fails on the index that the seed makes, which is not unique', async () => {
    const refresh = system.owner.query('refresh materialized view concurrently seed_stats')
    await expect(refresh).rejects.toMatchObject({ code: '55000' })
  })

  test('concurrently lets them read once there is a unique index', async () => {
    await system.owner.query('create unique index on seed_stats (org_id, id)')
    await undone(async () => {
      await system.owner.query('refresh materialized view concurrently seed_stats')
      expect(await lockOn('seed_stats')).toContain('ExclusiveLock')
      expect(await lockOn('seed_stats')).not.toContain('AccessExclusiveLock')
      expect(await readMeanwhile()).toBe(system.dimensions.instructors)
    })
  })

  test('leaves a view that knows no policies: granted as it is, it shows every school', async () => {
    const { owner, service } = system
    await owner.query('grant select on seed_stats to driveflow_app')
    const rows = await inTenant(service, largest, () => service.query('select distinct org_id from seed_stats'))
    expect(rows.length).toBeGreaterThan(1)
  })

  async function readMeanwhile(): Promise<number> {
    await other.query(`set lock_timeout = '50ms'`)
    const [row] = await other.query<{ count: number }>('select count(*)::integer as count from seed_stats')
    return row?.count ?? 0
  }

  async function lockOn(relation: string): Promise<readonly string[]> {
    const rows = await other.query<{ mode: string }>(
      `select mode from pg_locks where relation = $1::text::regclass and granted and pid <> pg_backend_pid()
         and mode like '%Exclusive%' order by mode`,
      [relation],
    )
    return rows.map(({ mode }) => mode)
  }
})

describe('a cursor on the id while sorting by startAt', () => {
  // Prisma turns `cursor: { id }, orderBy: { startAt: 'desc' }` into this, `skip: 1` into the offset.
  const page = (cursor: string | null, skip: number) =>
    inTenant(system.service, largest, () =>
      system.service.query<{ id: string }>(
        `select "id" from "Booking"
         where "orgId" = $1 and ($2::uuid is null or "startAt" <= (select "startAt" from "Booking" where "id" = $2))
         order by "startAt" desc offset $3 limit ${pageSize}`,
        [largest, cursor, cursor === null ? 0 : skip],
      ),
    )

  async function walk(skip: number, pages: number): Promise<readonly string[]> {
    const seen: string[] = []
    for (let number = 0; number < pages; number++) {
      seen.push(...(await page(seen.at(-1) ?? null, skip)).map(({ id }) => id))
    }
    return seen
  }

  test('repeats bookings that begin when the last of a page does', async () => {
    const seen = await walk(1, 30)
    expect(new Set(seen).size).toBeLessThan(seen.length)
  })

  test('without `skip: 1`, as the seed has it, begins each page with the end of the one before', async () => {
    const first = await page(null, 0)
    const second = await page(first.at(-1)?.id ?? null, 0)
    expect(second.map(({ id }) => id)).toContain(first.at(-1)?.id)
  })

  test('on both startAt and id meets every booking once, in order', async () => {
    const { owner, service } = system
    const all = await owner.query<{ id: string }>(
      `select "id" from "Booking" where "orgId" = $1 order by "startAt" desc, "id" desc`,
      [largest],
    )
    const seen = await inTenant(service, largest, async () => {
      const ids: string[] = []
      let cursor: Cursor | null = null
      for (;;) {
        const bookings: readonly (Cursor & { id: string })[] = await bookingsAfter(service, cursor)
        ids.push(...bookings.map(({ id }) => id))
        cursor = bookings.at(-1) ?? null
        if (cursor === null) return ids
      }
    })
    expect(seen).toEqual(all.map(({ id }) => id))
  })
})

describe('the partitions of GPS points', () => {
  const table = `create schema seed; set local search_path = seed;
    CREATE TABLE "TripPoint" (
      id UUID DEFAULT gen_random_uuid(),
      trip_id UUID NOT NULL,
      ts TIMESTAMP WITH TIME ZONE NOT NULL,
      lat DECIMAL(9,6) NOT NULL,
      lng DECIMAL(9,6) NOT NULL,
      speed_kph DECIMAL(6,2),
      created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW()
    ) PARTITION BY RANGE (ts);
    CREATE OR REPLACE FUNCTION create_monthly_partition(table_name text, start_date date)
    RETURNS void AS $$
    DECLARE
      partition_name text;
      end_date date;
    BEGIN
      partition_name := table_name || '_' || to_char(start_date, 'YYYY_MM');
      end_date := start_date + interval '1 month';
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
        partition_name, table_name, start_date, end_date);
      EXECUTE format('CREATE INDEX %I ON %I (trip_id, ts)', 'idx_' || partition_name || '_trip_ts', partition_name);
    END;
    $$ LANGUAGE plpgsql`
  const january = `select create_monthly_partition('TripPoint', '2025-01-01')`

  test('are made once: the second call fails, as a job that runs again would', async () => {
    await undone(async () => {
      await system.owner.query(table)
      await system.owner.query(january)
      await expect(system.owner.query(january)).rejects.toMatchObject({ code: '42P07' })
    })
  })

  test('begin at midnight of whoever calls, so that two callers leave gaps or overlap', async () => {
    await undone(async () => {
      await system.owner.query(table)
      await system.owner.query(january)
      await system.owner.query(`set local timezone = 'Asia/Tokyo'`)
      const february = system.owner.query(`select create_monthly_partition('TripPoint', '2025-02-01')`)
      await expect(february).rejects.toMatchObject({ code: '42P17' })
    })
  })

  test('have no primary key, and the old one can not be theirs: it lacks the partition key', async () => {
    await undone(async () => {
      const { owner } = system
      await owner.query(table)
      expect(
        await owner.query(`select from pg_constraint where conrelid = '"TripPoint"'::regclass and contype = 'p'`),
      ).toEqual([])
      await owner.query('savepoint without')
      await expect(owner.query('alter table "TripPoint" add primary key (id)')).rejects.toMatchObject({ code: '0A000' })
      await owner.query('rollback to savepoint without; alter table "TripPoint" add primary key (id, ts)')
    })
  })

  test("lack the columns that the seed's own index of the table names", async () => {
    await undone(async () => {
      await system.owner.query(table)
      const index = 'CREATE INDEX idx_trip_point_trip_ts ON "TripPoint"("tripId", "ts")'
      await expect(system.owner.query(index)).rejects.toMatchObject({ code: '42703' })
    })
  })

  test('are made here for whole months of UTC, with both columns in the key', async () => {
    const keys = await system.owner.query(
      `select pg_get_constraintdef(oid) as key from pg_constraint
       where conrelid = 'partitioned."TripPoint"'::regclass and contype = 'p'`,
    )
    expect(keys).toEqual([{ key: 'PRIMARY KEY (id, ts)' }])
    const bounds = await system.owner.query(
      `select pg_get_expr(relpartbound, oid) as bound from pg_class where relname = 'TripPoint_2025_01' and relkind = 'r'`,
    )
    expect(bounds).toEqual([{ bound: `FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2025-02-01 00:00:00+00')` }])
  })
})

test('a random key for each GPS point dirties many times the pages that keys in the order of time do', async () => {
  const dirtied = (key: string) =>
    undone(async () => {
      const [row] = await system.owner.query<{ 'QUERY PLAN': readonly [{ Plan: Record<string, number> }] }>(
        `explain (analyze, buffers, format json)
         insert into "TripPoint" ("id", "orgId", "tripId", "ts", "lat", "lng")
         select ${key}, '${largest}', '${rowId('Trip', 1)}', '2025-02-24', 51.5, 0 from generate_series(1, 200)`,
      )
      return row?.['QUERY PLAN'][0].Plan['Shared Dirtied Blocks'] ?? Number.NaN
    })
  await system.owner.query('checkpoint')
  const ordered = await dirtied('uuidv7()')
  await system.owner.query('checkpoint')
  expect(await dirtied('gen_random_uuid()')).toBeGreaterThan(5 * ordered)
})

test('the query for lock contention pairs a waiter with everyone who holds a lock of the same type', async () => {
  const { connections, close } = await system.ownerSessions(3)
  const [holder = other, waiter = other, bystander = other] = connections
  const pidOf = async (session: Connection) => {
    const [row] = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
    return row?.pid
  }
  const [holding, waiting, standing] = [await pidOf(holder), await pidOf(waiter), await pidOf(bystander)]
  const lock = (number: number) => `select from "Outbox" where "id" = '${rowId('Outbox', number)}' for update`
  await holder.query(`begin; ${lock(1)}`)
  await bystander.query(`begin; ${lock(2)}`)
  const asked = waiter.query(lock(1))
  await until(`select from pg_locks where not granted and pid = ${waiting}`)
  const seed = await system.owner.query<{ blocking_pid: number }>(
    `SELECT distinct blocking_locks.pid AS blocking_pid
     FROM pg_catalog.pg_locks blocked_locks
     JOIN pg_catalog.pg_stat_activity blocked_activity ON blocked_activity.pid = blocked_locks.pid
     JOIN pg_catalog.pg_locks blocking_locks ON blocking_locks.locktype = blocked_locks.locktype
     JOIN pg_catalog.pg_stat_activity blocking_activity ON blocking_activity.pid = blocking_locks.pid
     WHERE NOT blocked_locks.granted AND blocked_locks.pid = $1`,
    [waiting],
  )
  const right = await system.owner.query('select pg_blocking_pids($1) as pids', [waiting])
  await holder.query('rollback')
  await asked
  await close()
  // It is even said to wait for itself.
  expect(seed.map(({ blocking_pid }) => blocking_pid)).toEqual(expect.arrayContaining([holding, standing, waiting]))
  expect(right).toEqual([{ pids: [holding] }])
})

describe('the queries for the use of indexes', () => {
  test.each([
    'SELECT schemaname, tablename, indexname, idx_scan, idx_tup_read, idx_tup_fetch FROM pg_stat_user_indexes ORDER BY idx_scan DESC',
    `SELECT schemaname, tablename, indexname, idx_scan FROM pg_stat_user_indexes WHERE idx_scan = 0 AND indexname NOT LIKE '%_pkey'`,
    'SELECT tablename, indexname, pg_size_pretty(pg_relation_size(indexrelid)) as size FROM pg_stat_user_indexes',
  ])('ask for columns that the view does not have: %s', async (query) => {
    await expect(system.owner.query(query)).rejects.toMatchObject({ code: '42703' })
  })

  test('with the right names list as unused what keeps duplicates out', async () => {
    const unused = await system.owner.query<{ name: string }>(
      `select indexrelname as name from pg_stat_user_indexes where idx_scan = 0 and indexrelname not like '%_pkey'`,
    )
    const names = unused.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['User_email_key', 'Vehicle_orgId_registration_key']))
    const droppable = await system.owner.query<{ name: string }>(
      `select s.indexrelname as name
       from pg_stat_user_indexes s join pg_index i using (indexrelid)
       where s.idx_scan = 0 and not i.indisunique`,
    )
    expect(droppable.some(({ name }) => name.endsWith('_key'))).toBe(false)
    expect(droppable.map(({ name }) => name)).toContain('Booking_status_idx')
  })
})

test('five instances with pools of 20 are more than the server takes as it is installed', async () => {
  const [row] = await system.owner.query<{ usable: number }>(
    `select sum(case name when 'max_connections' then boot_val::integer else -boot_val::integer end)::integer as usable
     from pg_settings where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')`,
  )
  // The seed sets its limit under `__internal`, which Prisma ignores: it is `connection_limit` in the URL.
  const [instances, connectionLimit] = [5, 20]
  expect(instances * connectionLimit).toBeGreaterThan(row?.usable ?? Number.NaN)
})

async function until(query: string): Promise<void> {
  while ((await system.owner.query(query)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
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
