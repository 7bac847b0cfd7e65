import { z } from 'zod'
import { formatBytes, formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  passes: z.number(),
  autovacuum: z.boolean(),
  /** What a vacuum of this kind may take for the list of dead rows. */
  memory_bytes: z.number(),
})

export const check = sqlCheck({
  id: 'vacuum-many-index-passes',
  title: 'Vacuum that goes through all indexes more than once',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true, right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // autovacuum_work_mem -1 stands for maintenance_work_mem; both are in kB.
  sql: () => `
    select n.nspname as schema, c.relname as name, p.index_vacuum_count::float8 as passes,
      coalesce(a.backend_type = 'autovacuum worker', false) as autovacuum,
      (select coalesce(nullif(max(s.setting::float8) filter (where s.name = 'autovacuum_work_mem'
            and a.backend_type = 'autovacuum worker'), -1),
          max(s.setting::float8) filter (where s.name = 'maintenance_work_mem')) * 1024
        from pg_catalog.pg_settings s where s.name in ('autovacuum_work_mem', 'maintenance_work_mem')) as memory_bytes
    from pg_catalog.pg_stat_progress_vacuum p
    join pg_catalog.pg_class c on c.oid = p.relid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_stat_activity a on a.pid = p.pid
    where p.datname = pg_catalog.current_database() and p.index_vacuum_count > 1
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ passes }) => passes > 1)
      .map(({ schema, name, passes, autovacuum, memory_bytes }) => {
        const table = readableQualified(schema, name)
        const setting = autovacuum ? 'autovacuum_work_mem' : 'maintenance_work_mem'
        return {
          object: table,
          objectType: 'table',
          message: `The vacuum that runs on ${table} has been through all its indexes ${formatCount(passes)} times: ${formatBytes(memory_bytes)} did not hold the list of its dead rows.`,
          evidence: { indexPasses: passes, memoryBytes: memory_bytes, autovacuum },
          help: `Raise ${setting}, and let vacuum come to ${table} more often.`,
        }
      }),
})
