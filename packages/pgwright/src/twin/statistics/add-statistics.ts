import type { ExtendedData, Gap, ObjectName } from '../../model/index.ts'
import type { Sessions } from '../sessions.ts'
import { restoreExtendedStatistics } from './extended-statistics.ts'

/**
 * Makes extended statistics as the twin's own role and sets what `ANALYZE` would have found for them.
 *
 * @param sql one `CREATE STATISTICS`; PostgreSQL may choose the name
 * @throws the server's error where it refuses
 */
export async function addExtendedStatistics(
  { owner, builder }: Pick<Sessions, 'owner' | 'builder'>,
  major: number,
  sql: string,
  data: ExtendedData,
): Promise<Gap[]> {
  const before = await owner.query<{ oid: number }>('select oid::int8::int as oid from pg_catalog.pg_statistic_ext')
  await builder.query(sql)
  const { rows } = await owner.query<ObjectName & { table: string }>(
    `select n.nspname as schema, s.stxname as name, c.relname as table
     from pg_catalog.pg_statistic_ext s
     join pg_catalog.pg_namespace n on n.oid = s.stxnamespace join pg_catalog.pg_class c on c.oid = s.stxrelid
     where s.oid <> all($1::oid[])`,
    [before.rows.map(({ oid }) => oid)],
  )
  const made = rows.map((row) => ({ ...row, definition: sql, data: [data] }))
  return restoreExtendedStatistics({ owner, builder }, major, made)
}
