import { type Node, readableIdentifier, readableQualified, tokensOf, walk } from '../../sql/index.ts'
import type { StatementContext } from '../rule.ts'
import type { ErrorForm } from './error-form.ts'
import { extensionOfFunction, extensionOfType } from './extension-of.ts'
import { nearest } from './nearest.ts'
import { withExtension } from './with-extension.ts'

/** Names that are in many texts and in no release that is still supported. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['indexname', 'indexrelname of pg_stat_user_indexes'],
  ['max_time', 'max_exec_time of pg_stat_statements, since PostgreSQL 13'],
  ['mean_time', 'mean_exec_time of pg_stat_statements, since PostgreSQL 13'],
  ['min_time', 'min_exec_time of pg_stat_statements, since PostgreSQL 13'],
  ['pg_partitions', 'pg_partition_tree() or pg_inherits'],
  ['procpid', 'pid of pg_stat_activity'],
  ['stddev_time', 'stddev_exec_time of pg_stat_statements, since PostgreSQL 13'],
  ['tablename', 'relname of pg_stat_user_tables and pg_stat_user_indexes'],
  ['total_time', 'total_exec_time of pg_stat_statements, since PostgreSQL 13'],
])

export const unknownName: ErrorForm = {
  codes: ['42P01', '42703', '42883', '42704', '3F000'],
  explain(context) {
    const { refusal, tree, snapshot } = context
    const names = pointedAt(context) ?? namesOf(tree)
    if (refusal === null) return null
    for (const name of names) {
      const now = renamed.get(name)
      if (now !== undefined && (refusal.code === '42P01' || refusal.code === '42703'))
        return { hint: `There is no ${readableIdentifier(name)}: it is called ${now}.` }
      const extension =
        refusal.code === '42883'
          ? extensionOfFunction.get(name)
          : refusal.code === '42704'
            ? extensionOfType.get(name)
            : undefined
      if (extension !== undefined)
        return withExtension(context, extension, `${name} comes with it`, [context.sql.trim()])
    }
    if (refusal.code === '42P01') return nearestOf(names, relationNames(context), 'relation')
    if (refusal.code === '42703') return nearestOf(names, columnNames(context), 'column')
    if (refusal.code === '42883')
      return nearestOf(
        names,
        snapshot.functions.map(({ name }) => name),
        'function',
      )
    if (refusal.code === '3F000') return nearestOf(names, snapshot.schemas, 'schema')
    return nearestOf(
      names,
      [...snapshot.constraints, ...snapshot.types, ...snapshot.triggers, ...snapshot.policies, ...snapshot.indexes].map(
        ({ name }) => name,
      ),
      'object',
    )
  },
}

/** The name at which the server points, with what stands before its dots; null where it points at none. */
function pointedAt({ refusal, sql }: StatementContext): string[] | null {
  const position = refusal?.position ?? null
  if (position === null) return null
  // The server counts characters, the parser bytes.
  const at = Buffer.byteLength([...sql].slice(0, position - 1).join(''))
  const tokens = tryTokens(sql)
  const first = tokens.findIndex(({ start }) => start === at)
  if (first < 0) return null
  let last = first
  while (tokens[last + 1]?.text === '.') last += 2
  const text = tokens[last]?.text
  if (text === undefined || !/^["\p{L}_]/u.test(text)) return null
  return [text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase()]
}

function tryTokens(sql: string) {
  try {
    return tokensOf(sql)
  } catch {
    return []
  }
}

/** All that the statement names. */
function namesOf(tree: Node | null): string[] {
  const names = new Set<string>()
  walk(tree, (node) => {
    const { sval, relname, name, conname, subname } = node as Readonly<Record<string, unknown>>
    for (const one of [sval, relname, name, conname, subname]) if (typeof one === 'string') names.add(one)
  })
  return [...names]
}

function relationNames({ snapshot, path }: StatementContext): string[] {
  return snapshot.relations.flatMap(({ schema, name }) =>
    path.includes(schema) ? [name] : [name, readableQualified(schema, name)],
  )
}

function columnNames({ tree, resolve }: StatementContext): string[] {
  const columns = new Set<string>()
  walk(tree, (node) => {
    const { relname, schemaname } = node as { relname?: unknown; schemaname?: unknown }
    if (typeof relname !== 'string') return
    const table = resolve(typeof schemaname === 'string' ? schemaname : undefined, relname)
    for (const { name } of table?.columns ?? []) columns.add(name)
  })
  return [...columns]
}

function nearestOf(wanted: readonly string[], names: readonly string[], what: string) {
  const known = new Set(names)
  for (const name of wanted) {
    if (known.has(name)) continue
    const found = nearest(name, known)
    if (found !== null)
      return {
        hint: `There is no ${what} ${readableIdentifier(name)} here: perhaps ${found.includes('.') ? found : readableIdentifier(found)} is meant.`,
      }
  }
  return { hint: `Correct the name, or see that what makes the ${what} comes before.` }
}
