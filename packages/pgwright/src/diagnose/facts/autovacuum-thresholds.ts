function setting(name: string): string {
  return `pg_catalog.current_setting('${name}', true)::float8`
}

/** What a `pg_class c` has of its own, or else everybody. */
function effective(name: string): string {
  return `coalesce((select o.option_value from pg_catalog.pg_options_to_table(c.reloptions) o
    where o.option_name = '${name}')::float8, ${setting(name)})`
}

/**
 * Expression: dead rows of a `pg_class c` at which autovacuum begins. From 18 on there is a most, and -1 stands for none;
 * before, the setting is unknown.
 */
export const deadRowsAllowed = `least(${effective('autovacuum_vacuum_threshold')}
  + ${effective('autovacuum_vacuum_scale_factor')} * greatest(c.reltuples, 0),
  nullif(${effective('autovacuum_vacuum_max_threshold')}, -1))`

/** Expression: inserted, updated and deleted rows of a `pg_class c` at which autovacuum analyzes it. */
export const changesAllowed = `(${effective('autovacuum_analyze_threshold')}
  + ${effective('autovacuum_analyze_scale_factor')} * greatest(c.reltuples, 0))`

/** Expression: inserted rows of a `pg_class c` at which autovacuum begins; null where inserts don't count. */
export const insertsAllowed = `(nullif(${effective('autovacuum_vacuum_insert_threshold')}, -1)
  + ${effective('autovacuum_vacuum_insert_scale_factor')} * greatest(c.reltuples, 0))`
