import type { ObjectName } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Reading } from './reading.ts'
import type { CatalogRelation } from './relations.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'
import { needsFunction } from './types.ts'

/** Tells of the user's objects that a snapshot has no place for. */
export async function reportNotCarried(
  { client, missed }: Reading,
  relations: readonly CatalogRelation[],
): Promise<void> {
  const { rows } = await client.query<ObjectName & { kind: string; what: string }>(notCarriedSql)
  for (const { kind, schema, name, what } of rows) {
    missed({
      object: `${kind} ${quoteQualified(schema, name)}`,
      reason: `A snapshot does not carry ${what}.`,
      effect: 'What depends on it is missing from a twin; statements that use it are not judged.',
    })
  }
  for (const { relation } of relations.filter(({ relation }) => relation.kind === 'foreign')) {
    missed({
      object: quoteQualified(relation.schema, relation.name),
      reason: 'It is a foreign table, and a snapshot does not carry its server and options.',
      effect: 'Plans that read it differ on a twin.',
    })
  }
}

const notCarriedSql = `select 'type' as kind, n.nspname as schema, t.typname as name, case t.typtype when 'b' then 'base types'
    else 'range types with a canonical function' end as what
  from pg_type t
  join pg_namespace n on n.oid = t.typnamespace
  where (t.typtype = 'b' and t.typcategory <> 'A' or t.typtype = 'r' and ${needsFunction})
    and ${inUserSchema} and ${ofNoExtension('pg_type', 't.oid')}
  union all
  select 'collation', n.nspname, l.collname, 'collations'
  from pg_collation l join pg_namespace n on n.oid = l.collnamespace
  where ${inUserSchema} and ${ofNoExtension('pg_collation', 'l.oid')}
  union all
  select 'text search configuration', n.nspname, c.cfgname, 'text search configurations'
  from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace
  where ${inUserSchema} and ${ofNoExtension('pg_ts_config', 'c.oid')}
  union all
  select 'operator class', n.nspname, o.opcname, 'operator classes'
  from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace
  where ${inUserSchema} and ${ofNoExtension('pg_opclass', 'o.oid')}
  order by what, schema, name`
