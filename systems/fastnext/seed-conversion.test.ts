import type { Connection } from 'pgwright'
import { beforeAll, describe, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { fastnext } from './index.ts'
import { untilBlocked } from './test/until-blocked.ts'

// The seed's conversion of the activity logs to partitions, and its partitions for the months to come.

let system: SmallSystem
beforeAll(async () => {
  system = await smallSystem(fastnext)
})

const create = `
  alter table activity_logs rename to activity_logs_old;
  create table activity_logs (
    id serial,
    user_id integer not null,
    action varchar(100) not null,
    details jsonb,
    ip_address varchar(45),
    user_agent text,
    timestamp timestamp not null default now(),
    constraint activity_logs_partitioned_pkey primary key (id, timestamp)
  ) partition by range (timestamp);
  create table activity_logs_2024_01 partition of activity_logs for values from ('2024-01-01') to ('2024-02-01');
  create table activity_logs_2024_02 partition of activity_logs for values from ('2024-02-01') to ('2024-03-01');
  create table activity_logs_default partition of activity_logs default`
const fill = 'insert into activity_logs select * from activity_logs_old'

describe('the conversion by rename and copy', () => {
  test('as written fails on the name of the key, which the old table still has', async () => {
    await undone(async (owner) => {
      const asWritten = create.replace('activity_logs_partitioned_pkey', 'activity_logs_pkey')
      await expect(owner.query(asWritten)).rejects.toMatchObject({ code: '42P07' })
    })
  })

  test('keeps everyone out while it copies, readers too', async () => {
    const { service } = system
    await undone(async (owner) => {
      await owner.query(create)
      await owner.query(fill)
      const locks = await owner.query(
        `select mode from pg_locks
         where relation = 'activity_logs_old'::regclass and pid = pg_backend_pid() and mode = 'AccessExclusiveLock'`,
      )
      expect(locks).toEqual([{ mode: 'AccessExclusiveLock' }])
      await service.query(`set lock_timeout = '100ms'`)
      const reading = service.query('select count(*) from activity_logs')
      await expect(reading).rejects.toMatchObject({ code: '55P03' })
      await service.query('reset lock_timeout')
    })
  })

  test('can not drop the old table where a foreign key refers to it, and loses that key if it is made to', async () => {
    await undone(async (owner) => {
      await owner.query('create table flags (activity_id bigint references activity_logs (id))')
      await owner.query(create)
      await owner.query('savepoint before_drop')
      await expect(owner.query('drop table activity_logs_old')).rejects.toMatchObject({ code: '2BP01' })
      await owner.query('rollback to before_drop; drop table activity_logs_old cascade')
      const keys = await owner.query(
        `select conname from pg_constraint where conrelid = 'flags'::regclass and contype = 'f'`,
      )
      expect(keys).toEqual([])
    })
  })

  test('loses grants, policies, the foreign key to users, the indexes and the sequence', async () => {
    await undone(async (owner) => {
      await owner.query(
        `create policy own on activity_logs for select using (true); alter table activity_logs enable row level security`,
      )
      const before = await shapeOf(owner)
      await owner.query(`${create}; ${fill}; drop table activity_logs_old`)
      expect(before).toMatchObject({ granted: true, secured: true, policies: 1, foreign: 1, type: 'timestamptz' })
      expect(await shapeOf(owner)).toMatchObject({
        granted: false,
        secured: false,
        policies: 0,
        foreign: 0,
        indexes: 1,
        type: 'timestamp',
      })
    })
  })

  test('numbers new rows from 1 again, which the key with the time in it lets pass', async () => {
    await undone(async (owner) => {
      await owner.query(`${create}; ${fill}`)
      await owner.query(`insert into activity_logs (user_id, action, timestamp) values (1, 'new', '2025-02-17')`)
      const rows = await owner.query<{ rows: number }>(
        `select count(*)::integer as rows from activity_logs where id = 1`,
      )
      expect(rows).toEqual([{ rows: 2 }])
    })
  })

  test('reads the same moments otherwise in another time zone', async () => {
    await undone(async (owner) => {
      await owner.query(`set local timezone = 'Asia/Tokyo'; ${create}; ${fill}`)
      const [row] = await owner.query(
        `select bool_or(o."timestamp" at time zone 'UTC' <> n.timestamp) as moved
         from activity_logs_old o join activity_logs n using (id)`,
      )
      expect(row).toEqual({ moved: true })
    })
  })

  test('is not needed: a form that follows the table loses none of this, and nobody waits', async () => {
    const { owner, service } = system
    expect(await shapeOf(owner)).toMatchObject({ granted: true, foreign: 1, type: 'timestamptz' })
    const [form] = await owner.query(
      `select has_table_privilege('fastnext_app', 'partitioned.activity_logs', 'select') as granted,
         count(*) filter (where contype = 'f')::integer as foreign
       from pg_constraint where conrelid = 'partitioned.activity_logs'::regclass`,
    )
    expect(form).toEqual({ granted: true, foreign: 2 })
    const [written] = await service.query<{ id: string }>(
      `insert into activity_logs (user_id, action, "timestamp") values (1, 'new', '2025-02-17Z') returning id`,
    )
    const followed = await service.query('select id from partitioned.activity_logs where action = $1', ['new'])
    expect(followed).toEqual([{ id: written?.id }])
  })
})

describe('months that are 30 days apart', () => {
  /** As the seed's `datetime.now() + timedelta(days=30*i)`. */
  const monthsFrom = (now: string) =>
    [1, 2, 3].map((i) => new Date(Date.parse(now) + 30 * i * 86_400_000).toISOString().slice(0, 7))

  test('skip a month, or come twice', () => {
    expect(monthsFrom('2025-01-31T12:00:00Z')).toEqual(['2025-03', '2025-04', '2025-05'])
    expect(monthsFrom('2025-07-02T12:00:00Z')).toEqual(['2025-08', '2025-08', '2025-09'])
  })

  test('have bounds at the time of day of the run, so that those of two runs overlap', async () => {
    await undone(async (owner) => {
      await owner.query(`create table logs (at timestamptz not null) partition by range (at);
        create table logs_default partition of logs default`)
      await owner.query(partition('logs_2025_08', '2025-08-01 13:45:12.123Z', '2025-09-01 13:45:12.123Z'))
      const next = owner.query(partition('logs_2025_09', '2025-09-01 09:00:00Z', '2025-10-01 09:00:00Z'))
      await expect(next).rejects.toMatchObject({ code: '42P17' })
    })
  })

  test('leave rows to the default partition, which then forbids the right month', async () => {
    await undone(async (owner) => {
      await owner.query(`create table logs (at timestamptz not null) partition by range (at);
        create table logs_default partition of logs default;
        insert into logs values ('2025-02-10 10:00:00Z')`)
      const right = owner.query(partition('logs_2025_02', '2025-02-01Z', '2025-03-01Z'))
      await expect(right).rejects.toMatchObject({ code: '23514' })
    })
  })
})

test('`create table if not exists` fails all the same when another worker makes the month meanwhile', async () => {
  const { owner } = system
  const { connections, close } = await system.ownerSessions(1)
  const [other] = connections
  const make = partition('partitioned.activity_logs_2030_01', '2030-01-01Z', '2030-02-01Z', 'partitioned.activity_logs')
  await owner.query(`begin; ${make}`)
  const outcome = expect(other?.query(make)).rejects.toMatchObject({ code: '42P07' })
  await untilBlocked(owner)
  await owner.query('commit')
  await outcome
  await close()
})

function partition(name: string, from: string, to: string, of = 'logs'): string {
  return `create table if not exists ${name} partition of ${of} for values from ('${from}') to ('${to}')`
}

async function shapeOf(owner: Connection) {
  const [shape] = await owner.query(
    `select has_table_privilege('fastnext_app', c.oid, 'select') as granted, c.relrowsecurity as secured,
       (select count(*)::integer from pg_policy p where p.polrelid = c.oid) as policies,
       (select count(*)::integer from pg_constraint k where k.conrelid = c.oid and k.contype = 'f') as foreign,
       (select count(*)::integer from pg_index i where i.indrelid = c.oid) as indexes,
       (select t.typname from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attname = 'timestamp') as type
     from pg_class c
     where c.oid = 'public.activity_logs'::regclass`,
  )
  return shape
}

async function undone(work: (owner: Connection) => Promise<void>): Promise<void> {
  const { owner } = system
  await owner.query('begin')
  try {
    await work(owner)
  } finally {
    await owner.query('rollback')
  }
}
