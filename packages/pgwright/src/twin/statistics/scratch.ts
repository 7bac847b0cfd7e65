import type { Sessions } from '../sessions.ts'

/** Where values wait between the two sessions. No schema of the source is called so: the prefix is the server's own. */
export const scratchSchema = 'pg_pgwright'

/**
 * Makes a schema for tables that the builder fills and the superuser reads, and removes it after `work`. Only there
 * may a table have a column of the pseudo-type `anyarray`, as `pg_statistic` has.
 */
export async function withScratch<Result>(
  { owner, builder }: Sessions,
  tables: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const { rows } = await builder.query<{ role: string }>('select quote_ident(current_user) as role')
  const role = rows[0]?.role ?? ''
  await owner.query(
    `set allow_system_table_mods = on;
     drop schema if exists ${scratchSchema} cascade;
     create schema ${scratchSchema};
     ${tables.map((table) => `create unlogged table ${scratchSchema}.${table}`).join(';')};
     grant usage on schema ${scratchSchema} to ${role};
     grant insert on all tables in schema ${scratchSchema} to ${role}`,
  )
  try {
    return await work()
  } finally {
    await owner.query(`drop schema ${scratchSchema} cascade; reset allow_system_table_mods`)
  }
}
