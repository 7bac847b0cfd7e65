import type { ObjectName } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'

/** Tells of the user's objects that a snapshot has no place for. */
export async function reportNotCarried({ client, missed }: Reading): Promise<void> {
  const { rows } = await client.query<ObjectName & { kind: string; what: string; effect: string }>(notCarriedSql)
  for (const { kind, schema, name, what, effect } of rows) {
    missed({ object: `${kind} ${quoteQualified(schema, name)}`, reason: `A snapshot does not carry ${what}.`, effect })
  }
}

const missing = 'What depends on it is missing from a twin; statements that use it are not judged.'

const notCarriedSql = `select 'type' as kind, n.nspname as schema, t.typname as name,
    'the canonical function of a range type' as what,
    'Ranges that are equal under it are estimated as different ones.' as effect
  from pg_range r
  join pg_type t on t.oid = r.rngtypid
  join pg_namespace n on n.oid = t.typnamespace
  where r.rngcanonical <> 0 and ${inUserSchema} and ${ofNoExtension('pg_type', 't.oid')}
  union all
  select 'text search parser', n.nspname, p.prsname, 'text search parsers', '${missing}'
  from pg_ts_parser p join pg_namespace n on n.oid = p.prsnamespace
  where ${inUserSchema} and ${ofNoExtension('pg_ts_parser', 'p.oid')}
  union all
  select 'text search template', n.nspname, t.tmplname, 'text search templates', '${missing}'
  from pg_ts_template t join pg_namespace n on n.oid = t.tmplnamespace
  where ${inUserSchema} and ${ofNoExtension('pg_ts_template', 't.oid')}
  union all
  select 'table', n.nspname, c.relname, 'table access methods, and this one has ' || m.amname,
    'It is planned as an ordinary table.'
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am m on m.oid = c.relam
  where c.relkind in ('r', 'm') and m.amname <> 'heap' and ${inUserSchema} and ${ofNoExtension('pg_class', 'c.oid')}
  order by what, schema, name`
