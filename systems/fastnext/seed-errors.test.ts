import { beforeAll, describe, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { fastnext } from './index.ts'
import { activeUsersNaive } from './service/active-users.ts'
import { lastThirtyDays } from './story.ts'

// What the seed says, run as it says it, and what PostgreSQL makes of that; beside it the form that works. Its
// conversion to partitions is in seed-conversion.test.ts.

let system: SmallSystem
beforeAll(async () => {
  system = await smallSystem(fastnext)
})

describe('a partial index on the last 30 days', () => {
  test('is refused: now() is not immutable, and an index does not move on by itself', async () => {
    const { owner } = system
    await expect(
      owner.query(`create index idx_activity_logs_recent on activity_logs("timestamp")
        where timestamp > now() - interval '30 days'`),
    ).rejects.toMatchObject({ code: '42P17' })
  })

  test('with a day of today written into it is of no use to a later window that begins earlier', async () => {
    await undone(async () => {
      await system.owner.query(
        `create index recent on activity_logs ("timestamp") where "timestamp" > '2025-02-01';
         set local enable_seqscan = off`,
      )
      const since = (day: string) => explain(`select id from activity_logs where "timestamp" > '${day}'`)
      expect(await since('2025-02-10')).toContain('recent')
      expect(await since('2025-01-20')).not.toContain('recent')
    })
  })
})

describe('(user_id) beside (user_id, timestamp)', () => {
  test('is redundant: the longer one does its work, also for the foreign key', async () => {
    await undone(async () => {
      const { owner } = system
      await owner.query(
        `create index idx_activity_logs_user_id on activity_logs (user_id);
         create index idx_activity_logs_user_timestamp on activity_logs (user_id, "timestamp");
         analyze activity_logs`,
      )
      const [prefix] = await owner.query(
        `select a.indkey[0] = b.indkey[0] as same
         from pg_index a, pg_index b
         where a.indexrelid = 'idx_activity_logs_user_id'::regclass
           and b.indexrelid = 'idx_activity_logs_user_timestamp'::regclass`,
      )
      expect(prefix).toEqual({ same: true })
      await owner.query('drop index idx_activity_logs_user_id')
      expect(await explain('delete from activity_logs where user_id = 9')).toContain('idx_activity_logs_user_timestamp')
    })
  })
})

describe('the other indexes of the seed', () => {
  test('on e-mail and user name are those that the models have made already', async () => {
    await undone(async () => {
      await system.owner.query(
        'create unique index idx_users_email on users (email); create unique index idx_users_username on users (username)',
      )
      const twins = await system.owner.query(
        `select a.indexrelid::regclass::text as name, b.indexrelid::regclass::text as twin
         from pg_index a
         join pg_index b using (indrelid, indkey, indisunique)
         where a.indexrelid::regclass::text in ('idx_users_email', 'idx_users_username') and b.indexrelid <> a.indexrelid
         order by 1`,
      )
      expect(twins).toEqual([
        { name: 'idx_users_email', twin: 'ix_users_email' },
        { name: 'idx_users_username', twin: 'ix_users_username' },
      ])
    })
  })

  test('do not serve a sign-in in any case, which the index on the expression does', async () => {
    const plan = () => explain(`select id from users where lower(email) = 'ada.adams24@example.com'`)
    await undone(async () => {
      await system.owner.query('set local enable_seqscan = off')
      expect(await plan()).toContain('Seq Scan')
      await system.owner.query('create unique index by_lower on users (lower(email))')
      expect(await plan()).toContain('by_lower')
    })
  })

  test('on active users is not what the statement that the seed explains needs: most users are active', async () => {
    await undone(async () => {
      await system.owner.query('create index idx_users_active on users (id) where is_active = true; analyze users')
      const plan = await explain(
        `select u.*, count(al.id) as activity_count
         from users u left join activity_logs al on u.id = al.user_id
         where u.is_active = true and al.timestamp > timestamptz '2025-01-18'
         group by u.id`,
      )
      expect(plan).not.toContain('idx_users_active')
    })
  })

  test('on jsonb are larger than they need be where only containment is asked', async () => {
    await undone(async () => {
      const [bytes] = await system.owner.query<{ seed: number; ours: number }>(
        `create index idx_audit_trails_metadata_gin on audit_trails using gin (metadata);
         create index ours on audit_trails using gin (metadata jsonb_path_ops);
         select pg_relation_size('idx_audit_trails_metadata_gin')::integer as seed, pg_relation_size('ours')::integer as ours`,
      )
      expect(bytes?.ours).toBeLessThan(bytes?.seed ?? 0)
    })
  })
})

describe('the left join of users and their activity', () => {
  test('is an inner one: whoever did nothing is missing', async () => {
    const { owner } = system
    const [all] = await owner.query<{ users: number }>('select count(*)::integer as users from users where is_active')
    const [listed] = await owner.query<{ users: number; idle: number }>(
      `select count(*)::integer as users, (count(*) filter (where activity_count = 0))::integer as idle
       from (
         select u.id, count(al.id) as activity_count
         from users u left join activity_logs al on u.id = al.user_id
         where u.is_active = true and al.timestamp > timestamptz '2025-01-18'
         group by u.id
       ) as seed`,
    )
    expect(listed?.idle).toBe(0)
    expect(listed?.users).toBeLessThan(all?.users ?? 0)
    const [kept] = await owner.query<{ users: number }>(
      `select count(*)::integer as users
       from (
         select u.id
         from users u left join activity_logs al on u.id = al.user_id and al.timestamp > timestamptz '2025-01-18'
         where u.is_active = true
         group by u.id
       ) as outer_join`,
    )
    expect(kept).toEqual(all)
  })

  test('keeps its place in the naive form, which lists those with activity alone', async () => {
    const list = await activeUsersNaive(system.service, lastThirtyDays)
    expect(list.every(({ activityCount }) => activityCount > 0)).toBe(true)
  })
})

describe('`Seq Scan: bad (add index)`', () => {
  test('is wrong for a small table: the index costs more', async () => {
    expect(await costs('select * from roles where id = 3')).toMatchObject({ chosen: 'Seq Scan', forcedIsDearer: true })
  })

  test('is wrong for a statement that needs most rows, though there is an index', async () => {
    await undone(async () => {
      await system.owner.query('create index by_time on activity_logs ("timestamp"); analyze activity_logs')
      const statement = `select user_id, count(*) from activity_logs where "timestamp" > '2023-12-01' group by user_id`
      expect(await costs(statement)).toMatchObject({ chosen: 'Seq Scan', forcedIsDearer: true })
    })
  })
})

describe('the monitoring queries', () => {
  test('ask pg_stat_user_indexes for columns of pg_indexes', async () => {
    const { owner } = system
    await expect(
      owner.query(`select schemaname, tablename, indexname, idx_scan, idx_tup_read, idx_tup_fetch
        from pg_stat_user_indexes order by idx_scan desc`),
    ).rejects.toMatchObject({ code: '42703' })
    const rows = await owner.query(
      `select schemaname, relname, indexrelname, idx_scan from pg_stat_user_indexes where relname = 'users'`,
    )
    expect(rows).toHaveLength(4)
  })

  test('look for partitions in a view that PostgreSQL does not have', async () => {
    await expect(system.owner.query('select * from pg_partitions')).rejects.toMatchObject({ code: '42P01' })
    const tree = await system.owner.query(
      `select relid from pg_partition_tree('partitioned.activity_logs') where isleaf`,
    )
    expect(tree).toHaveLength(20)
  })

  test('show the partitioned table itself as empty', async () => {
    const [parent] = await system.owner.query(
      `select pg_total_relation_size('partitioned.activity_logs')::integer as parent,
         (select sum(pg_total_relation_size(relid))::integer > 0
          from pg_partition_tree('partitioned.activity_logs')) as together`,
    )
    expect(parent).toEqual({ parent: 0, together: true })
  })

  test('divide by zero where no block has been read yet', async () => {
    const ratio = (blocks: string) =>
      `select sum(heap_blks_hit) / ${blocks} as ratio from pg_statio_user_tables where relname = 'fresh'`
    const blocks = '(sum(heap_blks_hit) + sum(heap_blks_read))'
    await undone(async () => {
      await system.owner.query('create table fresh (id integer)')
      expect(await system.owner.query(ratio(`nullif(${blocks}, 0)`))).toEqual([{ ratio: null }])
      await expect(system.owner.query(ratio(blocks))).rejects.toMatchObject({ code: '22012' })
    })
  })
})

describe('recommendations by n_distinct > 100', () => {
  const recommendations = (among: string) =>
    `select tablename || '.' || attname as name
     from pg_stats
     where schemaname = 'public' and n_distinct > 100 and ${among}
     order by n_distinct desc limit 20`

  test('are none at all: every column of a table with a primary key is left out', async () => {
    const rows = await system.owner.query(
      recommendations(`attname not in (
        select column_name
        from information_schema.columns c
        join information_schema.table_constraints tc on c.table_name = tc.table_name
        where tc.constraint_type = 'PRIMARY KEY' or tc.constraint_type = 'UNIQUE'
      )`),
    )
    expect(rows).toEqual([])
  })

  test('mended there, still miss what is nearly unique, whose n_distinct is a negative share', async () => {
    const { owner } = system
    const names = (await owner.query<{ name: string }>(recommendations('true'))).map(({ name }) => name)
    const stored = await owner.query<{ name: string; n_distinct: number }>(
      `select tablename || '.' || attname as name, n_distinct from pg_stats
       where (tablename, attname) in (('sessions', 'created_at'), ('audit_trails', 'created_at'), ('users', 'email'))`,
    )
    expect(stored).toHaveLength(3)
    for (const { name, n_distinct } of stored) {
      expect(n_distinct).toBeLessThan(0)
      expect(names).not.toContain(name)
    }
  })

  test('want indexes that no statement asks for, and not those that the workload lacks', async () => {
    const names = (await system.owner.query<{ name: string }>(recommendations('true'))).map(({ name }) => name)
    expect(names).toContain('activity_logs.user_agent')
    expect(names).not.toContain('workflow_templates.config')
  })
})

describe('a pool of 20 and 40 more', () => {
  test('fits a server as it comes once, and not for two processes', async () => {
    const [setting] = await system.owner.query<{ usual: number }>(
      `select boot_val::integer - 3 as usual from pg_settings where name = 'max_connections'`,
    )
    expect(setting?.usual).toBeGreaterThanOrEqual(60)
    expect(setting?.usual).toBeLessThan(2 * 60)
  })
})

interface Node {
  readonly 'Node Type': string
  readonly 'Total Cost': number
  readonly Plans?: readonly Node[]
}

/** What the planner chose to read a table by, and whether it would pay more if it were not to scan. */
async function costs(statement: string) {
  let result = { chosen: '', forcedIsDearer: false }
  await undone(async () => {
    const plan = async () => {
      const [row] = await system.owner.query<{ 'QUERY PLAN': readonly [{ Plan: Node }] }>(
        `explain (format json) ${statement}`,
      )
      return row?.['QUERY PLAN'][0].Plan
    }
    const free = await plan()
    await system.owner.query('set local enable_seqscan = off')
    const forced = await plan()
    result = {
      chosen: leaf(free)?.['Node Type'] ?? '',
      forcedIsDearer: (forced?.['Total Cost'] ?? 0) > (free?.['Total Cost'] ?? Number.POSITIVE_INFINITY),
    }
  })
  return result
}

function leaf(node: Node | undefined): Node | undefined {
  const [below] = node?.Plans ?? []
  return below === undefined ? node : leaf(below)
}

async function explain(statement: string): Promise<string> {
  const rows = await system.owner.query<{ 'QUERY PLAN': string }>(`explain ${statement}`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

async function undone(work: () => Promise<void>): Promise<void> {
  await system.owner.query('begin')
  try {
    await work()
  } finally {
    await system.owner.query('rollback')
  }
}
