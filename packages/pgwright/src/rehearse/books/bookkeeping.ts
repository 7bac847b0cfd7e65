import { type Node, tryParse, walk } from '../../sql/index.ts'
import { bookTables } from './books.ts'

const books = new Set<string>(bookTables)

/**
 * Whether a statement does nothing but a tool's own work: reads or writes its tables, looks into the catalog, takes an
 * advisory lock, or sets what only the session's own results depend on.
 */
export function isBookkeeping(sql: string): boolean {
  const trees = tryParse(sql)
  return trees !== null && trees.length > 0 && trees.every(isOwn)
}

function isOwn(tree: Node): boolean {
  if ('VariableSetStmt' in tree) return sessionSettings.has((tree.VariableSetStmt.name ?? '').toLowerCase())
  if ('VariableShowStmt' in tree || 'DeallocateStmt' in tree || 'DiscardStmt' in tree) return true
  if ('CreateSchemaStmt' in tree) return tree.CreateSchemaStmt.schemaname === 'drizzle'
  const names = relationsOf(tree)
  if ('SelectStmt' in tree) return names.every(isOwnRelation) && areHarmless(functionsOf(tree))
  return worksOnTables.some((kind) => kind in tree) && names.length > 0 && names.every(isOwnRelation) && ownsOne(names)
}

const worksOnTables = [
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'CreateStmt',
  'AlterTableStmt',
  'IndexStmt',
  'LockStmt',
  'TruncateStmt',
]

interface RelationName {
  readonly schema: string | null
  readonly name: string
}

function ownsOne(names: readonly RelationName[]): boolean {
  return names.some(({ name }) => books.has(name))
}

function isOwnRelation({ schema, name }: RelationName): boolean {
  return books.has(name) || schema === 'pg_catalog' || schema === 'information_schema' || /^pg_/.test(name)
}

function relationsOf(tree: Node): RelationName[] {
  const names: RelationName[] = []
  const common = new Set<string>()
  walk(tree, (node) => {
    if (typeof node.ctename === 'string') common.add(node.ctename)
    // A range of any statement: the relation of a `create table` is no node of its own.
    if (typeof node.relname === 'string') {
      names.push({ schema: typeof node.schemaname === 'string' ? node.schemaname : null, name: node.relname })
    }
  })
  return names.filter(({ schema, name }) => schema !== null || !common.has(name))
}

function functionsOf(tree: Node): string[] {
  const names: string[] = []
  walk(tree, (node) => {
    const call = (node as { FuncCall?: { funcname?: Node[] } }).FuncCall
    const last = call?.funcname?.at(-1)
    if (last !== undefined && 'String' in last) names.push(last.String.sval ?? '')
  })
  return names
}

/** Functions that change nothing of the database. A tool that waits for its lock may say how long in the same breath. */
function areHarmless(names: readonly string[]): boolean {
  const locks = names.some((name) => /^pg_(try_)?advisory_/.test(name))
  return names.every((name) => harmless.test(name) || (locks && name === 'set_config'))
}

const harmless =
  /^(version|now|current_\w+|count|max|min|coalesce|array_agg|string_agg|bool_or|unnest|lower|upper|format|concat|length|row_number|pg_(try_)?advisory_\w+|pg_get_\w+|pg_is_in_recovery|pg_backend_pid|pg_table_is_visible|pg_type_is_visible|pg_encoding_to_char|pg_postmaster_start_time|pg_relation_size|pg_total_relation_size|to_regclass|to_regtype|to_regnamespace|format_type|col_description|obj_description|has_\w+_privilege|quote_ident|array_to_string|array_position|array_length|json_\w+agg|jsonb_\w+agg|json_build_\w+|to_jsonb?|row_to_json|inet_server_\w+|txid_current|generate_subscripts|generate_series|substring|replace|regexp_\w+)$/

/** What drivers set when they connect, and what shapes nothing but what is printed. */
const sessionSettings = new Set([
  'application_name',
  'client_encoding',
  'client_min_messages',
  'extra_float_digits',
  'bytea_output',
])
