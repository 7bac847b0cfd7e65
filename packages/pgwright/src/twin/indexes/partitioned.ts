import type { ClientBase } from 'pg'
import { quoteQualified } from '../../sql/index.ts'
import type { IndexDescription } from './description.ts'

/** The indexes that have pages and were made now: of a partition that had such an index, the old one serves. */
export function storedParts(all: readonly IndexDescription[], existing: ReadonlySet<string>): IndexDescription[] {
  return all.filter(({ schema, name, file }) => file !== null && !existing.has(quoteQualified(schema, name)))
}

/**
 * Takes the source's own indexes out of those that they became part of, which would take them along when they are
 * dropped. There is no statement for that; the catalog is changed as `IndexSetParentIndex` does it.
 *
 * @param owner the superuser's session
 */
export async function disown(
  owner: ClientBase,
  indexes: readonly string[],
  existing: readonly string[],
): Promise<void> {
  await owner.query(
    `with parts as materialized (select h.inhrelid as oid, h.inhparent as parent from pg_catalog.pg_inherits h
         where h.inhparent in (select p.relid from unnest($1::text[]) as name, pg_partition_tree(to_regclass(name)) as p)
           and h.inhrelid in (select to_regclass(name) from unnest($2::text[]) as name)),
       inherited as (delete from pg_catalog.pg_inherits h using parts p where h.inhrelid = p.oid and h.inhparent = p.parent),
       depending as (delete from pg_catalog.pg_depend d using parts p
         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = p.oid and d.deptype in ('P', 'S'))
     update pg_catalog.pg_class c set relispartition = false from parts p where c.oid = p.oid`,
    [indexes, existing],
  )
}
