/** How a standby is called, by the name that it gives itself and where it comes from: `"standby1" 10.0.0.2`. */
export function standbyName(application: string, host: string | null): string {
  return host === null ? `"${application}"` : `"${application}" ${host}`
}

/** Expression: where the log ends here; on a standby, what has arrived of it. */
export const writtenPosition = `case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_receive_lsn()
  else pg_catalog.pg_current_wal_lsn() end`
