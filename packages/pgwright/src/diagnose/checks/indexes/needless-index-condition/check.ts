import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  predicate: z.string(),
  /** Columns that are never null, and that the predicate asks to be so, each with the text that asks. */
  columns: z.array(z.string()),
  terms: z.array(z.string()),
  bytes: z.number(),
})

export const check = sqlCheck({
  id: 'needless-index-condition',
  title: 'Index condition that every row fulfils',
  category: 'indexes',
  severity: 'info',
  reads: 'catalog',
  row,
  // From 18 on a column may be marked NOT NULL by a constraint that is not valid yet: then rows may hold nulls.
  sql: () => `
    with partial as (
      select n.nspname, c.relname, i.indrelid, c.relpages, pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where i.indpred is not null and not c.relispartition and ${userRelation}
    )
    select p.nspname as schema, p.relname as name, t.relname as table, p.predicate, p.relpages * 8192.0::float8 as bytes,
      array_agg(a.attname::text order by a.attnum) as columns, array_agg(m.term order by a.attnum) as terms
    from partial p
    join pg_catalog.pg_class t on t.oid = p.indrelid
    join pg_catalog.pg_attribute a on a.attrelid = p.indrelid and a.attnum > 0 and not a.attisdropped and a.attnotnull
    cross join lateral (select pg_catalog.format('(%I IS NOT NULL)', a.attname) as term) m
    where pg_catalog.strpos(p.predicate, m.term) > 0 and not exists (
      select from pg_catalog.pg_constraint k
      where k.conrelid = p.indrelid and k.contype = 'n' and k.conkey = array[a.attnum] and not k.convalidated)
    group by p.nspname, p.relname, t.relname, p.predicate, p.relpages
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ predicate, terms }) => terms.some((term) => isConjunct(term, predicate)))
      .map(({ schema, name, table, predicate, columns, terms, bytes }) => {
        const own = readableQualified(schema, name)
        const needless = columns.filter((_, at) => isConjunct(terms[at] ?? '', predicate)).map(readableIdentifier)
        const whole = terms.includes(predicate)
        return {
          object: own,
          objectType: 'index',
          message: `The index ${own} (${formatBytes(bytes)}) asks for ${needless.join(' and ')} not to be null, which ${needless.length === 1 ? 'is' : 'are'} NOT NULL: no row is left out, and a query that does not ask for the same can't use it.`,
          evidence: { table: readableQualified(schema, table), predicate, columns: needless, sizeBytes: bytes },
          help: `Build it again without ${whole ? 'a condition' : 'that part of its condition'}, and drop this one.`,
        }
      }),
})

/** Whether a predicate, as the server writes it, is this term or joins it with AND alone. */
function isConjunct(term: string, predicate: string): boolean {
  if (predicate === term) return true
  return predicate.includes(term) && predicate.includes(' AND ') && !/\bOR\b|\bNOT \(|\bCASE\b/.test(predicate)
}
