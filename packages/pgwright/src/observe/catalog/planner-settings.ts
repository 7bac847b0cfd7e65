/** Settings outside the "Query Tuning" categories that plans, costs or the meaning of a query depend on. */
const names = [
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'array_nulls',
  'autovacuum',
  'backslash_quote',
  'block_size',
  'bytea_output',
  'debug_parallel_query',
  'default_text_search_config',
  'effective_io_concurrency',
  'extra_float_digits',
  // What debug_parallel_query was called before 16.
  'force_parallel_mode',
  'hash_mem_multiplier',
  'lc_collate',
  'lc_ctype',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
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
  'session_preload_libraries',
  'session_replication_role',
  'shared_buffers',
  'shared_preload_libraries',
  'standard_conforming_strings',
  'temp_buffers',
  'timezone_abbreviations',
  'transform_null_equals',
  'work_mem',
  'xmlbinary',
  'xmloption',
]

/** Condition: the planner depends on the setting. */
export function isPlannerSetting(name: string, category: string): string {
  const list = names.map((known) => `'${known}'`).join(', ')
  return `(${category} like 'Query Tuning%' or ${name} in (${list}))`
}
