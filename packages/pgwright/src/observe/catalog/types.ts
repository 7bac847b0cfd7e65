import type { Snapshot } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'

type DefinedType = Snapshot['types'][number]

/** Enums, domains, composite and range types as complete statements, in the order of their creation. */
export async function readTypes({ client }: Reading): Promise<DefinedType[]> {
  const { rows } = await client.query<DefinedType>(
    `select n.nspname as schema, t.typname as name, format('create %s %I.%I %s',
         case t.typtype when 'd' then 'domain' else 'type' end, n.nspname, t.typname,
         case t.typtype when 'e' then (${enumBody}) when 'd' then (${domainBody})
           when 'r' then (${rangeBody}) else (${compositeBody}) end) as definition
     from pg_type t
     join pg_namespace n on n.oid = t.typnamespace
     left join pg_class c on c.oid = t.typrelid
     where (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and c.relkind = 'c')
       and ${inUserSchema} and ${ofNoExtension('pg_type', 't.oid')}
     order by t.oid`,
  )
  return rows
}

const enumBody = `select format('as enum (%s)', string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder))
           from pg_enum e where e.enumtypid = t.oid`

const collate = (collation: string) => `(select format(' collate %I.%I', ln.nspname, l.collname)
             from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace where l.oid = ${collation})`

// Checks are written from their expression: pg_get_constraintdef adds NOT VALID, which CREATE DOMAIN does not take.
const domainBody = `select concat('as ', format_type(t.typbasetype, t.typtypmod),
             case when t.typcollation <> b.typcollation then ${collate('t.typcollation')} end,
             ' default ' || pg_get_expr(t.typdefaultbin, 0), case when t.typnotnull then ' not null' end,
             (select string_agg(format(' constraint %I check (%s)', k.conname, pg_get_expr(k.conbin, 0)), ''
                order by k.oid)
              from pg_constraint k where k.contypid = t.oid and k.contype = 'c'))
           from pg_type b where b.oid = t.typbasetype`

const compositeBody = `select format('as (%s)', string_agg(concat(format('%I %s', a.attname,
               format_type(a.atttypid, a.atttypmod)),
               case when a.attcollation <> at.typcollation then ${collate('a.attcollation')} end),
             ', ' order by a.attnum))
           from pg_attribute a join pg_type at on at.oid = a.atttypid
           where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped`

// Without its canonical function, which would have to exist before the type does: a gap.
const rangeBody = `select concat('as range (subtype = ', format_type(r.rngsubtype, null),
             format(', subtype_opclass = %I.%I', opn.nspname, o.opcname),
             ', collation = ' || (select format('%I.%I', ln.nspname, l.collname) from pg_collation l
               join pg_namespace ln on ln.oid = l.collnamespace
               where l.oid = r.rngcollation and r.rngcollation <> st.typcollation),
             ', subtype_diff = ' || (select format('%I.%I', pn.nspname, p.proname) from pg_proc p
               join pg_namespace pn on pn.oid = p.pronamespace where p.oid = r.rngsubdiff),
             format(', multirange_type_name = %I.%I)', mn.nspname, m.typname))
           from pg_range r
           join pg_type st on st.oid = r.rngsubtype
           join pg_opclass o on o.oid = r.rngsubopc
           join pg_namespace opn on opn.oid = o.opcnamespace
           join pg_type m on m.oid = r.rngmultitypid
           join pg_namespace mn on mn.oid = m.typnamespace
           where r.rngtypid = t.oid`
