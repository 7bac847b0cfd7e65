import type { ClientBase } from 'pg'
import type { ObjectName } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'

/**
 * Shows indexes to the planner, or hides them from it, with the parts of those on partitioned tables. They stay as
 * they are otherwise.
 *
 * @param owner the superuser's session
 * @param kept indexes to stay as they are where they are parts, quoted and qualified
 */
export async function showIndexes(
  owner: ClientBase,
  indexes: readonly ObjectName[],
  visible: boolean,
  kept: readonly string[] = [],
): Promise<void> {
  if (indexes.length === 0) return
  await owner.query(
    `update pg_catalog.pg_index set indisvalid = $2
     where indexrelid in (select to_regclass(name) from unnest($1::text[]) as name
       union all select p.relid from unnest($1::text[]) as name, pg_catalog.pg_partition_tree(to_regclass(name)) as p
         where p.relid not in (select to_regclass(name) from unnest($3::text[]) as name where to_regclass(name) is not null))
       and indisvalid <> $2`,
    [indexes.map(({ schema, name }) => quoteQualified(schema, name)), visible, kept],
  )
}
