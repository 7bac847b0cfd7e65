import type { ObjectName } from '../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../sql/index.ts'

export type IndexMethod = 'btree' | 'hash' | 'gin' | 'gist' | 'spgist' | 'brin'

/** A key of an index. */
export interface KeySpec {
  /** The column's name, or an expression's text over unqualified columns. */
  readonly column: string
  /** The columns that an expression reads; absent for a column. */
  readonly reads?: readonly string[]
  readonly descending: boolean
  /** Absent where nulls come where the direction puts them by itself. */
  readonly nullsFirst?: boolean
  /** Quoted, with its schema where that is not `pg_catalog`; absent for the type's own. */
  readonly operatorClass?: string
}

/** Condition of a partial index. */
export interface SpecPredicate {
  /** Over unqualified columns. */
  readonly sql: string
  readonly columns: readonly string[]
  /** Of these, those that have one value in all rows that meet it. */
  readonly fixed?: readonly string[]
}

/** An index that could be built. */
export interface IndexSpec {
  /** The table. */
  readonly on: ObjectName
  /** Default: B-tree. */
  readonly method?: IndexMethod
  readonly keys: readonly KeySpec[]
  readonly include: readonly string[]
  readonly predicate: SpecPredicate | null
}

/** `CREATE INDEX` for a spec; `concurrently` for a table that is in use. */
export function createIndexSql(spec: IndexSpec, name: string, concurrently: boolean): string {
  return indexSql(spec, `create index ${concurrently ? 'concurrently ' : ''}${readableIdentifier(name)} on`)
}

/** `CREATE INDEX` on a partitioned table without its partitions. */
export function createIndexOnOnlySql(spec: IndexSpec, name: string): string {
  return indexSql(spec, `create index ${readableIdentifier(name)} on only`)
}

function indexSql(spec: IndexSpec, start: string): string {
  const clauses = [
    `${start} ${readableQualified(spec.on.schema, spec.on.name)}`,
    spec.method === undefined || spec.method === 'btree' ? '' : `using ${spec.method}`,
    `(${spec.keys.map(keySql).join(', ')})`,
    spec.include.length === 0 ? '' : `include (${spec.include.map(readableIdentifier).join(', ')})`,
    spec.predicate === null ? '' : `where ${spec.predicate.sql}`,
  ]
  return clauses.filter((clause) => clause !== '').join(' ')
}

/** Two specs with the same text are the same index. */
export function specKey(spec: IndexSpec): string {
  return createIndexSql(spec, '', false)
}

/** Every column that the index holds or whose value decides what is in it. */
export function specColumns({ keys, include, predicate }: IndexSpec): Set<string> {
  return new Set([...keys.flatMap(({ column, reads }) => reads ?? [column]), ...include, ...(predicate?.columns ?? [])])
}

function keySql({ column, reads, operatorClass, descending, nullsFirst }: KeySpec): string {
  const clauses = [
    reads === undefined ? readableIdentifier(column) : `(${column})`,
    operatorClass ?? '',
    descending ? 'desc' : '',
    nullsFirst === undefined ? '' : `nulls ${nullsFirst ? 'first' : 'last'}`,
  ]
  return clauses.filter((clause) => clause !== '').join(' ')
}
