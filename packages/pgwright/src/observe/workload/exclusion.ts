import type { Excluded } from '../../model/index.ts'
import { isOwnStatement, type Node, normalise, treeKind, tryParse, walk } from '../../sql/index.ts'

/** Says why a statement is no part of a workload, literals left out; null when it is. Its parse tree may be known already. */
export function exclusionOf(sql: string, tree: readonly Node[] | null = tryParse(sql)): Excluded | null {
  const kind = treeKind(tree)
  if (kind === 'unparsable') return { sql: firstWord(sql), reason: "Its text can't be parsed; it may be truncated." }
  if (kind === 'utility') return { sql: firstWords(sql), reason: 'It is a utility statement, which has no plan.' }
  const schemas = touchedSchemas(tree)
  if (schemas.size === 0) return { sql: normalise(sql), reason: 'It touches no table.' }
  if (schemas.has('pgwright') || isOwnStatement(sql)) return { sql: normalise(sql), reason: "It is pgwright's own." }
  if ([...schemas].every((schema) => systemSchemas.has(schema)))
    return { sql: normalise(sql), reason: 'It reads system catalogs only.' }
  return null
}

const systemSchemas = new Set(['pg_catalog', 'pg_toast', 'information_schema'])

/** Schemas of the tables that a statement names; the empty string for one that the search path decides. */
function touchedSchemas(tree: readonly Node[] | null): ReadonlySet<string> {
  const commonTables = new Set<unknown>()
  const tables: { schema: unknown; name: string }[] = []
  walk(tree, (node) => {
    if ('ctename' in node) commonTables.add(node.ctename)
    if (typeof node.relname === 'string') tables.push({ schema: node.schemaname, name: node.relname })
  })
  return new Set(
    tables
      .filter(({ schema, name }) => schema !== undefined || !commonTables.has(name))
      .map(({ schema, name }) => {
        // Views of extensions that watch the server are found in any schema.
        if (name.startsWith('pg_stat')) return 'pg_catalog'
        if (typeof schema === 'string') return schema
        return name.startsWith('pg_') ? 'pg_catalog' : ''
      }),
  )
}

/** What can't be parsed may be no SQL at all but data, which a dump has behind its statements, or the rest of a string. */
function firstWord(sql: string): string {
  const word = /^\s*(select|insert|update|delete|merge|with)\b/i.exec(sql)?.[1]
  return word === undefined ? '…' : `${word.toLowerCase()} …`
}

/** Utility statements keep their literals, passwords among them, so that only what they do is told. */
function firstWords(sql: string): string {
  const words = /^\s*([a-z]+)(?:\s+([a-z]+))?/i.exec(sql)
  return words === null ? '…' : `${words.slice(1).filter(Boolean).join(' ').toLowerCase()} …`
}
