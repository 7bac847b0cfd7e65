import { z } from 'zod'
import { formatCount, formatDuration } from '../../../../model/index.ts'
import { type Defect, sqlCheck } from '../../../check.ts'

const row = z.object({
  kind: z.enum(['session', 'slot', 'prepared transaction', 'standby']),
  /** Process id, slot, global identifier, or the standby's application name. */
  name: z.string(),
  role: z.string().nullable(),
  /** Transactions that have begun since, whose dead rows stay. */
  age: z.number(),
  /** Since when it is so; of a slot unknown. */
  held_s: z.number().nullable(),
  state: z.string().nullable(),
  /** True: it holds the rows of the system catalogs alone, as a logical slot does, and none of the users' tables. */
  catalogs: z.boolean().default(false),
})

const manyTransactions = 1_000_000
const dangerousTransactions = 200_000_000

export const check = sqlCheck({
  id: 'xmin-horizon-held',
  title: 'What keeps vacuum from removing dead rows',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true, right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // A session or a prepared transaction holds the horizon of its own database alone; a slot and a standby that of all.
  // A vacuum's own horizon does not count, and what has none holds nothing: an idle session, most slots of standbys.
  sql: () => `
    select h.kind, h.name, h.role, h.age::float8 as age, h.held_s::float8 as held_s, h.state, h.catalogs
    from (
      select 'session' as kind, a.pid::text as name, a.usename::text as role,
        greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as age,
        extract(epoch from pg_catalog.clock_timestamp() - a.xact_start) as held_s, a.state, false as catalogs
      from pg_catalog.pg_stat_activity a
      where a.datname = pg_catalog.current_database() and a.backend_type = 'client backend'
        and a.pid <> pg_catalog.pg_backend_pid()
        and not exists (select from pg_catalog.pg_stat_progress_vacuum v where v.pid = a.pid)
      union all
      select 'slot', s.slot_name::text, null, case when x.catalogs then pg_catalog.age(s.catalog_xmin)
        else pg_catalog.age(s.xmin) end, null, case when s.active then 'active' else 'inactive' end, x.catalogs
      from pg_catalog.pg_replication_slots s
      cross join lateral (
        select coalesce(pg_catalog.age(s.xmin), 0) < ${manyTransactions} as catalogs
      ) x
      union all
      select 'prepared transaction', p.gid, p.owner::text, pg_catalog.age(p.transaction),
        extract(epoch from pg_catalog.clock_timestamp() - p.prepared), null, false
      from pg_catalog.pg_prepared_xacts p
      where p.database = pg_catalog.current_database()
      union all
      select 'standby', coalesce(nullif(r.application_name, ''), r.pid::text), r.usename::text,
        pg_catalog.age(r.backend_xmin), null, r.state, false
      from pg_catalog.pg_stat_replication r
    ) h
    where h.age is not null
    order by 1, 2`,
  detect: (rows) => rows.filter(({ age }) => age >= manyTransactions).map(defectOf),
})

function defectOf({ kind, name, role, age, held_s, state, catalogs }: z.infer<typeof row>): Defect {
  const since = held_s === null ? '' : ` for ${formatDuration(held_s * 1000)}`
  const what = `The ${kind} ${name}${state === null ? '' : ` (${state})`}`
  return {
    object: name,
    objectType: kind,
    severity: age >= dangerousTransactions ? 'error' : 'warning',
    message: `${what} holds the horizon${catalogs ? ' of the system catalogs' : ''}${since}: no vacuum can remove or freeze ${catalogs ? 'their rows' : 'rows'} that died in the last ${formatCount(age)} transactions.`,
    evidence: { kind, role, ageTransactions: age, heldSeconds: held_s, state, catalogs },
    help: helpFor(kind),
  }
}

function helpFor(kind: z.infer<typeof row>['kind']): string {
  switch (kind) {
    case 'session':
      return 'End the transaction, and set idle_in_transaction_session_timeout and statement_timeout against the next.'
    case 'slot':
      return 'Let its consumer catch up, or drop the slot where nobody reads it any more.'
    case 'prepared transaction':
      return 'Commit it or roll it back, as its coordinator has decided.'
    case 'standby':
      return 'End the long query on the standby, or turn hot_standby_feedback off there and let such queries be cancelled.'
    default:
      return kind satisfies never
  }
}
