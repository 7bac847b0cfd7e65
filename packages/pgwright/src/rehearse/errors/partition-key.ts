import type { Relation, Snapshot } from '../../model/index.ts'
import { deparse, type Node, readableIdentifier } from '../../sql/index.ts'
import { strings, writtenName } from '../facts/alterations.ts'
import type { StatementContext } from '../rule.ts'
import type { ErrorForm } from './error-form.ts'

type CreateStmt = Extract<Node, { CreateStmt: unknown }>['CreateStmt']

/** `INCLUDING ALL`, as the parser has it. */
const includingAll = 0x7fffffff

/** A partition sees only its own rows, so that it can only be unique over what tells partitions apart. */
export const partitionKey: ErrorForm = {
  codes: ['0A000'],
  explain(context) {
    const { tree } = context
    if (tree === null || !('CreateStmt' in tree) || tree.CreateStmt.partspec === undefined) return null
    const keys = (tree.CreateStmt.partspec.partParams ?? []).flatMap((node) =>
      'PartitionElem' in node ? [node.PartitionElem.name] : [],
    )
    const columns = keys.flatMap((name) => name ?? [])
    if (columns.length === 0) return null
    const list = columns.map(readableIdentifier).join(', ')
    const hint = `Have ${list} in the primary key and in every unique constraint, since rows are partitioned by it.`
    if (columns.length < keys.length)
      return { hint: 'A table that is partitioned by an expression can have no unique constraint.' }
    const sql = withKey(context, tree.CreateStmt, columns)
    if (sql === null) return { hint }
    return {
      hint,
      safer: { sql, reason: 'The keys have the partition key in them. Uniqueness holds for both together only.' },
    }
  },
}

function withKey(context: StatementContext, create: CreateStmt, columns: readonly string[]): string[] | null {
  const { tableElts = [], relation } = create
  const source = tableElts.flatMap((node) => {
    const like = 'TableLikeClause' in node ? node.TableLikeClause : undefined
    return like?.options === includingAll
      ? (context.resolve(like.relation?.schemaname, like.relation?.relname) ?? [])
      : []
  })
  const elements = tableElts.flatMap((node): Node[] => {
    if ('Constraint' in node && isUnique(node.Constraint.contype)) {
      const missing = columns.filter((column) => !strings(node.Constraint.keys).includes(column))
      return [{ Constraint: { ...node.Constraint, keys: [...(node.Constraint.keys ?? []), ...missing.map(named)] } }]
    }
    if (!('ColumnDef' in node)) return [node]
    const own = (node.ColumnDef.constraints ?? []).filter(
      (one) => 'Constraint' in one && isUnique(one.Constraint.contype),
    )
    if (own.length === 0 || columns.includes(node.ColumnDef.colname ?? '')) return [node]
    const rest = (node.ColumnDef.constraints ?? []).filter((one) => !own.includes(one))
    const moved = own.map((one): Node => {
      const { contype = 'CONSTR_UNIQUE' } = 'Constraint' in one ? one.Constraint : {}
      return { Constraint: { contype, keys: [node.ColumnDef.colname ?? '', ...columns].map(named) } }
    })
    return [{ ColumnDef: { ...node.ColumnDef, constraints: rest } }, ...moved]
  })
  const text = deparse({ CreateStmt: { ...create, tableElts: elements } })
  if (source.length === 0 && text === deparse({ CreateStmt: create })) return null
  const made = source.length === 0 ? text : text.replace('INCLUDING ALL', 'INCLUDING ALL EXCLUDING INDEXES')
  return [made, ...source.flatMap((table) => indexesOf(table, writtenName(relation), columns, context.snapshot))]
}

/** The indexes of the table that it is like, those that are unique with the partition key. */
function indexesOf(
  { schema, name }: Relation,
  table: string,
  columns: readonly string[],
  { indexes }: Snapshot,
): string[] {
  return indexes
    .filter((index) => index.schema === schema && index.table === name && !index.exclusion)
    .flatMap((index) => {
      const keys = index.keys.flatMap(({ column }) => column ?? [])
      if (index.unique && keys.length < index.keys.length) return []
      const list = [...keys, ...columns.filter((column) => !keys.includes(column))].map(readableIdentifier).join(', ')
      if (index.primary) return [`alter table ${table} add primary key (${list})`]
      if (index.unique && index.predicate === null) return [`alter table ${table} add unique (${list})`]
      if (index.unique) return []
      const rest = / USING (.*)$/.exec(index.definition)?.[1]
      return rest === undefined ? [] : [`create index on ${table} using ${rest}`]
    })
}

function isUnique(contype: string | undefined): boolean {
  return contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY'
}

function named(sval: string): Node {
  return { String: { sval } }
}
