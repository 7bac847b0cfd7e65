import type { Index } from '../packages/pgwright/src/model/index.ts'
import type { IndexSpec } from '../packages/pgwright/src/twin/index.ts'

const statement =
  /^create index (?<name>\w+) on (?<table>\w+)(?: using (?<method>\w+))? \((?<keys>[\w, ]+)\)(?: include \((?<include>[\w, ]+)\))?(?: where (?<predicate>.+))?$/

/** Whether it is over columns alone. */
export function isPlain(sql: string): boolean {
  return statement.test(sql)
}

/**
 * The candidate that one of TPC-H's `CREATE INDEX` statements asks for. Null for one over an expression, and for a
 * method of which no candidates are made.
 */
export function specOf(sql: string): IndexSpec | null {
  const parts = statement.exec(sql)?.groups
  if (parts?.keys === undefined || parts.table === undefined) return null
  const { table, method = 'btree', keys, include, predicate } = parts
  if (method !== 'btree') return null
  return {
    on: { schema: 'public', name: table },
    keys: names(keys).map((column) => ({ column, descending: false })),
    include: names(include),
    predicate: predicate === undefined ? null : { sql: predicate, columns: predicate.match(/\b[a-z]_\w+/g) ?? [] },
  }
}

/** The same as an index of the source, as far as a twin reads one; its size is told apart. */
export function builtIndexOf(sql: string): Omit<Index, 'size' | 'height'> {
  const { name, table, method = 'btree' } = statement.exec(sql)?.groups ?? {}
  if (name === undefined || table === undefined) throw new Error(`Not an index over columns: ${sql}`)
  return {
    schema: 'public',
    name,
    table,
    method,
    definition: sql,
    keys: [],
    include: [],
    predicate: null,
    unique: false,
    nullsNotDistinct: false,
    primary: false,
    exclusion: false,
    valid: true,
    replicaIdentity: false,
    clustered: false,
    constraint: null,
    parentIndex: null,
    comment: null,
    tablespace: null,
    scans: 0,
    gin: null,
  }
}

function names(list: string | undefined): string[] {
  return list === undefined ? [] : list.split(', ')
}
