import type { ClientBase } from 'pg'
import type { Snapshot } from '../../model/index.ts'

/** Settings outside the "Query Tuning" categories that plans, costs or the meaning of a query depend on. */
const settingNames = [
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'autovacuum',
  'block_size',
  'default_text_search_config',
  'effective_io_concurrency',
  'hash_mem_multiplier',
  'lc_collate',
  'lc_ctype',
  'maintenance_work_mem',
  'max_connections',
  'max_parallel_maintenance_workers',
  'max_parallel_workers',
  'max_parallel_workers_per_gather',
  'max_worker_processes',
  'parallel_leader_participation',
  'row_security',
  'search_path',
  'server_encoding',
  'shared_buffers',
  'temp_buffers',
  'work_mem',
]

/** As this session sees them: the server's file, the database's and the role's own values included. */
export async function readSettings(client: ClientBase): Promise<Snapshot['settings']> {
  const { rows } = await client.query<Snapshot['settings'][number]>(
    `select name, setting, unit from pg_catalog.pg_settings
     where category like 'Query Tuning%' or name = any($1)
     order by name`,
    [settingNames],
  )
  return rows
}
