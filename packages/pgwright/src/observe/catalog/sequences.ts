import type { Sequence } from '../../model/index.ts'
import { sequenceOptions } from '../../sql/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'

/** Sequences that defaults may name, that are a column's own (deptype a), or an identity's (deptype i). */
export async function readSequences({ client }: Reading): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select n.nspname as schema, c.relname as name, format_type(s.seqtypid, null) as type,
       ${sequenceOptions} as options,
       case when a.attname is not null then json_build_object('schema', tn.nspname, 'table', t.relname,
         'name', a.attname, 'identity', d.deptype = 'i') end as column
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_sequence s on s.seqrelid = c.oid
     left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
       and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
     left join pg_class t on t.oid = d.refobjid
     left join pg_namespace tn on tn.oid = t.relnamespace
     left join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
     where c.relkind = 'S' and ${inUserSchema} and ${ofNoExtension('pg_class', 'c.oid')}
     order by n.nspname, c.relname`,
  )
  return rows
}
