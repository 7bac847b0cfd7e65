import { deparse, type Node, walk } from '../../sql/index.ts'
import type { StatementContext } from '../rule.ts'
import { concurrentIndex } from '../safer/concurrent-index.ts'
import type { ErrorForm, RightForm } from './error-form.ts'

type IndexStmt = Extract<Node, { IndexStmt: unknown }>['IndexStmt']
type Tree = Readonly<Record<string, unknown>>

/** What an index holds may depend on nothing that a session can set, as the time zone, nor on when it is asked. */
export const notImmutable: ErrorForm = {
  codes: ['42P17'],
  explain(context) {
    const { tree } = context
    if (tree === null || !('IndexStmt' in tree)) return null
    const { whereClause } = tree.IndexStmt
    return readsClock(whereClause) ? movingPredicate(context, tree.IndexStmt) : zoned(context, tree.IndexStmt)
  },
}

function movingPredicate(context: StatementContext, index: IndexStmt): RightForm {
  const { whereClause: _, ...whole } = index
  return {
    hint: 'Leave the WHERE away, since an index does not move on with the clock: give it the column as a key, or a fixed time and a schedule that builds the next one.',
    ...built(context, whole, 'Without the WHERE it answers the question whatever time it is asked.'),
  }
}

function zoned(context: StatementContext, index: IndexStmt): RightForm {
  const times = timesOf(context, index)
  const changed = atUtc(index, times) as IndexStmt
  const hint =
    "Make the time one of a fixed zone first, as in date_trunc('week', at at time zone 'UTC'), and write queries the same way; what no function that is IMMUTABLE gives can't be in an index."
  if (deparse({ IndexStmt: changed }) === deparse({ IndexStmt: index })) return { hint }
  return {
    hint,
    ...built(context, changed, 'It is the same in every session. Queries must have the expression as it is here.'),
  }
}

function built({ resolve, snapshot }: StatementContext, index: IndexStmt, reason: string) {
  const table = resolve(index.relation?.schemaname, index.relation?.relname)
  const sql = deparse({ IndexStmt: index })
  if (table === null || index.concurrent === true) return { safer: { sql: [sql], reason } }
  return {
    safer: {
      sql: concurrentIndex(sql, index, table, snapshot),
      reason: `${reason} It must stand outside a transaction.`,
    },
  }
}

const clocks = new Set(['now', 'current_date', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp'])

function readsClock(tree: unknown): boolean {
  let found = false
  walk(tree, (node) => {
    const called = lastName(node)
    if ('SQLValueFunction' in node || (called !== undefined && clocks.has(called))) found = true
  })
  return found
}

/** Columns of the table that are times with a zone. */
function timesOf({ resolve }: StatementContext, { relation }: IndexStmt): ReadonlySet<string> {
  const columns = resolve(relation?.schemaname, relation?.relname)?.columns ?? []
  return new Set(
    columns
      .filter(({ type }) => type.startsWith('timestamp') && type.endsWith('with time zone'))
      .map(({ name }) => name),
  )
}

const zoneDependent = new Set(['date_trunc', 'date', 'date_part', 'extract'])

/** The tree with such columns at UTC where a function or a cast takes them in the session's zone. */
function atUtc(tree: unknown, times: ReadonlySet<string>): unknown {
  if (Array.isArray(tree)) return tree.map((item) => atUtc(item, times))
  if (typeof tree !== 'object' || tree === null) return tree
  const node = tree as Tree
  const called = lastName(node)
  if (called !== undefined && zoneDependent.has(called)) {
    const call = node.FuncCall as { args?: Node[] }
    return { FuncCall: { ...call, args: (call.args ?? []).map((arg) => shifted(arg, times)) } }
  }
  const { TypeCast: cast } = node as { TypeCast?: { arg?: Node; typeName?: { names?: Node[] } } }
  if (cast?.arg !== undefined) return { TypeCast: { ...cast, arg: shifted(cast.arg, times) } }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, atUtc(value, times)]))
}

function shifted(arg: Node, times: ReadonlySet<string>): Node {
  if (!('ColumnRef' in arg)) return arg
  const last = arg.ColumnRef.fields?.at(-1)
  if (last === undefined || !('String' in last) || !times.has(last.String.sval ?? '')) return arg
  return {
    FuncCall: {
      funcname: [{ String: { sval: 'pg_catalog' } }, { String: { sval: 'timezone' } }],
      args: [{ A_Const: { sval: { sval: 'UTC' } } }, arg],
      funcformat: 'COERCE_SQL_SYNTAX',
    },
  }
}

function lastName(node: Tree): string | undefined {
  const { FuncCall: call } = node as { FuncCall?: { funcname?: readonly { String?: { sval?: string } }[] } }
  return call?.funcname?.at(-1)?.String?.sval
}
