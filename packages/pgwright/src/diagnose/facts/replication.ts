/** How a standby is called, by the name that it gives itself and where it comes from: `"standby1" 10.0.0.2`. */
export function standbyName(application: string, host: string | null): string {
  return host === null ? `"${application}"` : `"${application}" ${host}`
}

/** Expression: where the log ends here; on a standby, what has arrived of it. */
export const writtenPosition = `case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_receive_lsn()
  else pg_catalog.pg_current_wal_lsn() end`

/**
 * Expression: how many standbys there are. One that is away for now is known by its slot, a cascaded one and one that
 * lives by the archive are not known at all.
 */
export const knownStandbys = `(
  (select count(*) from pg_catalog.pg_stat_replication r where coalesce(r.state, '') <> 'backup'
    and not exists (select from pg_catalog.pg_replication_slots l
      where l.active_pid = r.pid and l.slot_type = 'logical'))
  + (select count(*) from pg_catalog.pg_replication_slots l
    where l.slot_type = 'physical' and not l.active and not l.temporary))::float8`
