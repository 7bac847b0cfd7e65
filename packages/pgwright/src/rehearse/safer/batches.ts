import type { Relation, Snapshot } from '../../model/index.ts'
import { deparse, holds, type Node, readableIdentifier, tryParse } from '../../sql/index.ts'

/** Of one transaction: locks of rows are held for as long as these take. */
const rowsOfBatch = 5000

/** The column by whose order rows can be gone through once each; null where no single one is the primary key. */
export function batchKey({ schema, name }: Relation, { constraints }: Snapshot): string | null {
  const key = constraints.find((one) => one.schema === schema && one.table === name && one.kind === 'primary')
  const [column, another] = key?.columns ?? []
  return another === undefined ? (column ?? null) : null
}

/**
 * A `do` block that changes a table's rows in the order of their primary key, each batch in a transaction of its own:
 * every row that is there at the beginning is come to once, wherever its new version is put.
 *
 * @param change with `of batch`, the condition that a batch's rows fulfil, in it
 */
export function inBatches(table: string, key: string, change: (ofBatch: string) => string): string {
  const column = readableIdentifier(key)
  const body = `
declare
  batch_from ${table}.${column}%type;
  batch_to ${table}.${column}%type;
begin
  loop
    select ${column} into batch_to from (
      select ${column} from ${table} where batch_from is null or ${column} > batch_from order by ${column} limit ${rowsOfBatch}
    ) as batch order by ${column} desc limit 1;
    exit when batch_to is null;
    ${change(`(batch_from is null or ${table}.${column} > batch_from) and ${table}.${column} <= batch_to`)};
    commit;
    batch_from := batch_to;
  end loop;
end
`
  return `do ${quoteDollar(body)}`
}

/** Broken off and run again, `n = n + 1` would be done twice to the rows of finished batches. */
function readsWhatItSets(targetList: readonly Node[]): boolean {
  const set = new Set(targetList.map((node) => ('ResTarget' in node ? node.ResTarget.name : '')))
  return holds(targetList, ({ ColumnRef: column }) => {
    const last = (column as { fields?: readonly Node[] } | undefined)?.fields?.at(-1)
    return last !== undefined && 'String' in last && set.has(last.String.sval)
  })
}

/** The same `update` or `delete` in batches; null where it can't be cut into such. */
export function batched(tree: Node, table: Relation, written: string, snapshot: Snapshot): string | null {
  const key = batchKey(table, snapshot)
  if (key === null || table.kind !== 'table') return null
  if ('UpdateStmt' in tree) {
    const { whereClause, relation, targetList = [] } = tree.UpdateStmt
    const setsKey = targetList.some((node) => 'ResTarget' in node && node.ResTarget.name === key)
    if (relation?.alias !== undefined || setsKey || tree.UpdateStmt.withClause !== undefined) return null
    if (readsWhatItSets(targetList)) return null
    return inBatches(written, key, (ofBatch) =>
      deparse({ UpdateStmt: { ...tree.UpdateStmt, ...both(ofBatch, whereClause) } }),
    )
  }
  if ('DeleteStmt' in tree) {
    const { whereClause, relation } = tree.DeleteStmt
    if (relation?.alias !== undefined || tree.DeleteStmt.withClause !== undefined) return null
    return inBatches(written, key, (ofBatch) =>
      deparse({ DeleteStmt: { ...tree.DeleteStmt, ...both(ofBatch, whereClause) } }),
    )
  }
  return null
}

function both(ofBatch: string, whereClause: Node | undefined): { readonly whereClause?: Node } {
  const condition = conditionOf(`select where ${ofBatch}`)
  if (condition === undefined) return {}
  if (whereClause === undefined) return { whereClause: condition }
  return { whereClause: { BoolExpr: { boolop: 'AND_EXPR', args: [condition, whereClause] } } }
}

function conditionOf(sql: string): Node | undefined {
  const [tree] = tryParse(sql) ?? []
  return tree !== undefined && 'SelectStmt' in tree ? tree.SelectStmt.whereClause : undefined
}

/** In a quote that the text does not end. */
function quoteDollar(body: string): string {
  const tag = body.includes('$$') ? '$batches$' : '$$'
  return `${tag}${body}${tag}`
}
