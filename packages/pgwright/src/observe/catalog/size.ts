import type { RelationSize } from '../../model/index.ts'
import type { Reading } from './reading.ts'

/** Select list of a relation's size, from `pg_class` and from the length of its file. `relation` is the alias. */
export function sizeColumns({ has }: Reading, relation: string): string {
  const allFrozen = has('pg_class.relallfrozen') ? `${relation}.relallfrozen` : '0'
  return `${relation}.relpages as pages, ${relation}.reltuples as tuples,
       ${relation}.relallvisible as "allVisiblePages", ${allFrozen} as "allFrozenPages",
       (coalesce(pg_relation_size(${relation}.oid), 0) / current_setting('block_size')::int)::float8 as blocks`
}

/** Takes those columns out of a row. */
export function splitSize<Row extends RelationSize>(
  row: Row,
): { rest: Omit<Row, keyof RelationSize>; size: RelationSize } {
  const { pages, tuples, allVisiblePages, allFrozenPages, blocks, ...rest } = row
  return { rest, size: { pages, tuples, allVisiblePages, allFrozenPages, blocks } }
}
