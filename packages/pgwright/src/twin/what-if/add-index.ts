import { PgwrightError, type Snapshot } from '../../model/index.ts'
import { type Node, tryParse, walk } from '../../sql/index.ts'
import type { Candidate } from '../indexes/candidates.ts'
import type { IndexSpec, KeySpec } from '../indexes/index-spec.ts'
import type { Twin } from '../twin.ts'
import { findRelation } from './names.ts'

type IndexStatement = Extract<Node, { IndexStmt: unknown }>['IndexStmt']

/**
 * Adds the index that a `CREATE INDEX` makes, hidden.
 *
 * @throws PgwrightError `usage` where it is none, or is refused; `unsupported` for anything but a B-tree on columns
 */
export async function addIndex(twin: Twin, snapshot: Snapshot, ddl: string): Promise<Candidate> {
  const [candidate] = await twin.addIndexes([specOf(snapshot, ddl)])
  if (candidate !== undefined) return candidate
  throw new PgwrightError('usage', 'PostgreSQL refuses the index.', 'Check its table, its columns and their types.')
}

function specOf(snapshot: Snapshot, ddl: string): IndexSpec {
  const [statement, more] = tryParse(ddl) ?? []
  if (statement === undefined || more !== undefined || !('IndexStmt' in statement)) {
    throw new PgwrightError('usage', 'What is given as an index is no CREATE INDEX.', 'Give one CREATE INDEX.')
  }
  const index = statement.IndexStmt
  const { relation, indexParams, indexIncludingParams, accessMethod, whereClause } = index
  const keys = (indexParams ?? []).map(keyOf)
  const include = (indexIncludingParams ?? []).map((node) => keyOf(node)?.column ?? '')
  if (relation === undefined || keys.some((key) => key === null) || (accessMethod ?? 'btree') !== 'btree') {
    throw new PgwrightError('unsupported', 'Only B-trees on columns can be tried.', 'Try it without expressions.')
  }
  const name = [relation.schemaname, relation.relname].filter((part) => part !== undefined && part !== '')
  const { schema, name: table } = findRelation(
    snapshot,
    name.map((part) => `"${part?.replaceAll('"', '""')}"`).join('.'),
  )
  const predicate = whereClause === undefined ? null : predicateOf(ddl, index)
  return { on: { schema, name: table }, keys: keys.filter((key) => key !== null), include, predicate }
}

function keyOf(node: Node): KeySpec | null {
  const element = 'IndexElem' in node ? node.IndexElem : undefined
  if (element?.name === undefined) return null
  return { column: element.name, descending: element.ordering === 'SORTBY_DESC' }
}

function predicateOf(ddl: string, { whereClause }: IndexStatement): IndexSpec['predicate'] {
  const [, sql = ''] = /\bwhere\b([\s\S]*?);?\s*$/i.exec(ddl) ?? []
  const columns: string[] = []
  walk(whereClause, (node) => {
    const use = node.ColumnRef as Extract<Node, { ColumnRef: unknown }>['ColumnRef'] | undefined
    const last = use?.fields?.at(-1)
    if (last !== undefined && 'String' in last) columns.push(last.String.sval ?? '')
  })
  return { sql: sql.trim(), columns }
}
