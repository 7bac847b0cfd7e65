export type Settings = Readonly<Record<string, string | number>>

/** Nothing on this server has to outlive a crash of the machine, so durability is traded for speed. */
const defaults: Settings = {
  shared_preload_libraries: 'pg_stat_statements',
  shared_buffers: '128MB',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  // A table filled in the transaction that made it then needs no WAL.
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '2GB',
  timezone: 'UTC',
  // Else a failed statement and the rows that it was about would be written to the log.
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
}

/** A random password can't be guessed any sooner for being hashed once. */
const since16: Settings = { scram_iterations: 1 }

/** A configuration file that builds on the one that initdb wrote. */
export function configuration(major: number, settings: Settings): string {
  const lines = Object.entries({ ...defaults, ...(major >= 16 ? since16 : {}), ...settings }).map(
    ([name, value]) => `${name} = ${quote(value)}`,
  )
  return ["include 'data/postgresql.conf'", ...lines, ''].join('\n')
}

function quote(value: string | number): string {
  return `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
