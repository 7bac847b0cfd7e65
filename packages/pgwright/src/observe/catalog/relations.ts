import type { Column, Relation, RelationSize } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { readColumns } from './columns.ts'
import { foreignTable } from './foreign.ts'
import type { Reading } from './reading.ts'
import { type ListedRelation, listRelations, withoutRelations } from './relation-list.ts'
import { sizeColumns, splitSize } from './size.ts'
import { tablespaceOf } from './tablespaces.ts'
import { readUnlocked } from './unlocked.ts'

/** A relation with its oid, by which its parts are looked up. */
export interface CatalogRelation {
  readonly oid: number
  readonly relation: Relation
}

interface RelationRow extends Omit<Relation, 'columns' | 'size'>, RelationSize {
  readonly oid: number
}

/** Everything about tables and views but their indexes, constraints and statistics, in an order that can be replayed. */
export async function readRelations(reading: Reading): Promise<CatalogRelation[]> {
  const listed = await listRelations(reading)
  const { rows, locked } = await readUnlocked<RelationRow>(reading.client, relationSql(reading), oidsOf(listed))
  const { columns, locked: lockedSince } = await readColumns(reading, oidsOf(withoutRelations(listed, locked)))
  const read = withoutRelations(listed, [...locked, ...lockedSince])
  missedRelations(reading, listed, read)
  const rowOf = new Map(rows.map((row) => [row.oid, row]))
  return read.flatMap(({ oid }) => {
    // No row: dropped since it was listed.
    const row = rowOf.get(oid)
    return row === undefined ? [] : [{ oid, relation: relationOf(row, columns.get(oid) ?? []) }]
  })
}

function oidsOf(relations: readonly { readonly oid: number }[]): number[] {
  return relations.map(({ oid }) => oid)
}

function missedRelations(reading: Reading, listed: readonly ListedRelation[], read: readonly ListedRelation[]): void {
  const kept = new Set(read)
  for (const relation of listed.filter((relation) => !kept.has(relation))) {
    reading.missed({
      object: quoteQualified(relation.schema, relation.name),
      reason:
        'Another session holds an exclusive lock on it or on what it needs, or has dropped or changed it meanwhile.',
      effect: 'It is left out with its indexes, constraints and policies; statements that use it are not judged.',
    })
  }
}

function relationSql(reading: Reading): string {
  return `select c.oid, n.nspname as schema, c.relname as name,
       case c.relkind when 'r' then 'table' when 'p' then 'partitioned' when 'v' then 'view'
         when 'm' then 'matview' else 'foreign' end as kind,
       c.relpersistence as persistence, ${sizeColumns(reading, 'c')},
       coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0)::float8 as "toastBytes",
       coalesce(c.reloptions, '{}') as options,
       c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as "forceRowSecurity",
       pg_get_userbyid(c.relowner)::text as owner, ${parents} as parents,
       ${tablespaceOf('c')} as tablespace, ${foreignTable} as foreign,
       case c.relkind when 'p' then pg_get_partkeydef(c.oid) end as "partitionKey",
       pg_get_expr(c.relpartbound, c.oid) as "partitionBound",
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as query,
       ${activity} as activity
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where c.oid = any($1)`
}

const parents = `(select coalesce(json_agg(json_build_object('schema', pn.nspname, 'name', p.relname)
         order by i.inhseqno), '[]')
       from pg_inherits i
       join pg_class p on p.oid = i.inhparent
       join pg_namespace pn on pn.oid = p.relnamespace
       where i.inhrelid = c.oid)`

// The functions behind pg_stat_all_tables, which would be worked out for every table of the database.
const activity = `case when c.relkind in ('r', 'm') then json_build_object(
         'inserts', pg_stat_get_tuples_inserted(c.oid), 'updates', pg_stat_get_tuples_updated(c.oid),
         'hotUpdates', pg_stat_get_tuples_hot_updated(c.oid), 'deletes', pg_stat_get_tuples_deleted(c.oid),
         'sequentialScans', pg_stat_get_numscans(c.oid), 'indexScans', (select coalesce(sum(
           pg_stat_get_numscans(i.indexrelid)), 0) from pg_index i where i.indrelid = c.oid),
         'deadRows', pg_stat_get_dead_tuples(c.oid)) end`

function relationOf({ oid: _, ...row }: RelationRow, columns: Column[]): Relation {
  const { rest, size } = splitSize(row)
  return { ...rest, columns, size }
}
