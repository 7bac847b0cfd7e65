import type { Snapshot } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { readParts } from './relation-parts.ts'
import type { CatalogRelation } from './relations.ts'

type Constraint = Snapshot['constraints'][number]

/**
 * Constraints of the relations given. Those of a partition come before its parent's, so that a parent's key adopts the
 * partitions' keys, by their names, instead of making new ones.
 */
export async function readConstraints(reading: Reading, relations: readonly CatalogRelation[]): Promise<Constraint[]> {
  return readParts<Constraint>(reading, relations.toReversed(), 'constraints', constraintSql)
}

// What a parent hands down comes back with the parent: checks and not-nulls that are not local, and the foreign keys
// that stand for a partitioned table's own (conparentid). Keys are kept, since their indexes have names in plans.
const constraintSql = `select n.nspname as schema, k.conname as name, t.relname as table,
    case k.contype when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign' when 'c' then 'check'
      when 'x' then 'exclusion' else 'not-null' end as kind,
    array(select a.attname::text from unnest(k.conkey) with ordinality as c (number, position)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.number order by c.position) as columns,
    definition.text as definition, k.convalidated as validated,
    case when k.contype in ('p', 'u', 'x') then i.relname end as index
  from pg_constraint k
  join pg_class t on t.oid = k.conrelid
  join pg_namespace n on n.oid = t.relnamespace
  left join pg_class i on i.oid = k.conindid
  cross join lateral (select pg_get_constraintdef(k.oid) as text) as definition
  where k.conrelid = any($1) and k.contype in ('p', 'u', 'f', 'c', 'x', 'n') and definition.text is not null
    and (k.contype in ('p', 'u', 'x') or k.conislocal and k.conparentid = 0)
  order by array_position($1, k.conrelid), k.conname, k.oid`
