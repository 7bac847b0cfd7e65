import { z } from 'zod'
import { userRelation } from './scope.ts'

/** A sequence that can come to its end, with the column that takes its values. */
export const sequenceRow = z.object({
  schema: z.string(),
  name: z.string(),
  /** Null: nothing takes its values by a default. */
  table: z.object({ schema: z.string(), name: z.string(), column: z.string(), type: z.string() }).nullable(),
  increment: z.number(),
  /** Where it begins and where it ends, in its direction. */
  first: z.number(),
  end: z.number(),
  /** The last value that the column's type can hold; null for one that holds all. */
  column_end: z.number().nullable(),
  cycles: z.boolean(),
  readable: z.boolean(),
  /** Null where it was never asked. */
  last: z.number().nullable(),
})
export type SequenceRow = z.infer<typeof sequenceRow>

/** To read a last value locks its sequence until the transaction ends; the table of locks has thousands of places. */
const mostSequences = 2000

/** Whoever takes a million a second from more than these is busy for weeks. */
const endless = '1e12'

export const sequenceSql = `
  with used as (
    select s.seqrelid, n.nspname, c.relname, s.seqincrement, s.seqcycle,
      case when s.seqincrement > 0 then s.seqmin else s.seqmax end as first,
      case when s.seqincrement > 0 then s.seqmax else s.seqmin end as end_value,
      k.attrelid, k.attnum, (case k.atttypid when 21 then 32767 when 23 then 2147483647 end)
        * sign(s.seqincrement::float8) as column_end
    from pg_catalog.pg_sequence s
    join pg_catalog.pg_class c on c.oid = s.seqrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join lateral (
      select a.attrelid, a.attnum, a.atttypid from pg_catalog.pg_depend d
      left join pg_catalog.pg_attrdef e on e.oid = d.objid and d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
      join pg_catalog.pg_attribute a on a.attrelid = e.adrelid and a.attnum = e.adnum
      where d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = s.seqrelid
      union all
      select a.attrelid, a.attnum, a.atttypid from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = s.seqrelid and d.deptype in ('a', 'i')
      order by 1, 2 limit 1
    ) k on true
    where ${userRelation}
  )
  select u.nspname as schema, u.relname as name,
    case when t.oid is not null then jsonb_build_object('schema', tn.nspname, 'name', t.relname, 'column', a.attname,
      'type', pg_catalog.format_type(a.atttypid, null)) end as table,
    u.seqincrement::float8 as increment, u.first::float8 as first, u.end_value::float8 as "end", u.column_end,
    u.seqcycle as cycles, r.readable,
    case when r.readable then pg_catalog.pg_sequence_last_value(u.seqrelid) end::float8 as last
  from used u
  left join pg_catalog.pg_class t on t.oid = u.attrelid
  left join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
  left join pg_catalog.pg_attribute a on a.attrelid = u.attrelid and a.attnum = u.attnum
  cross join lateral (select pg_catalog.has_sequence_privilege(u.seqrelid, 'SELECT, USAGE') as readable) r
  where abs(coalesce(u.column_end, u.end_value::float8) / u.seqincrement) < ${endless}
    or abs(u.end_value::float8 / u.seqincrement) < ${endless}
  order by 1, 2
  limit ${mostSequences}`

/** Part of a sequence's values that is used, up to an end. */
export function usedShare({ first, last }: SequenceRow, end: number): number {
  return last === null ? 0 : (last - first) / (end - first)
}

/** Why not all sequences were seen. */
export function blindToSequences(rows: readonly SequenceRow[]): string | null {
  const hidden = rows.filter(({ readable }) => !readable).length
  if (hidden > 0)
    return `The role may not read the last value of ${hidden} sequences: grant select on them, or pg_read_all_data.`
  return rows.length === mostSequences ? `Only the first ${mostSequences} sequences were looked at.` : null
}
