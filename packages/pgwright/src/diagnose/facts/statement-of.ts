import {
  fingerprint,
  holds,
  isOwnStatement,
  type Node,
  type StatementKind,
  treeKind,
  tryParse,
  walk,
} from '../../sql/index.ts'
import { shownStatement } from './sessions.ts'

/** A statement as checks of counters look at it. */
export interface Statement {
  readonly fingerprint: string
  readonly kind: StatementKind
  /** Empty where it can't be parsed. */
  readonly trees: readonly Node[]
  /** Its beginning, without literals. */
  readonly shown: string
  readonly own: boolean
}

export function statementOf(sql: string): Statement {
  const trees = tryParse(sql)
  return {
    fingerprint: fingerprint(sql),
    kind: treeKind(trees),
    trees: trees ?? [],
    shown: shownStatement(sql),
    own: isOwnStatement(sql),
  }
}

/** Whether an application asked it: no utility statement, not ours, and not of the catalog or its functions alone. */
export function isOfApplication({ kind, trees, own }: Statement): boolean {
  if (kind === 'utility' || kind === 'unparsable' || own) return false
  const names = namesIn(trees)
  return names.length === 0 || names.some(({ schema, name }) => !isOfServer(schema, name))
}

const serverSchemas = new Set(['pg_catalog', 'information_schema', 'pgwright'])

function isOfServer(schema: string | null, name: string): boolean {
  return name.startsWith('pg_') || (schema !== null && serverSchemas.has(schema))
}

/** Relations that it names, its own `with` queries aside; where it names none, its functions. */
function namesIn(trees: readonly Node[]): { schema: string | null; name: string }[] {
  const relations: { schema: string | null; name: string }[] = []
  const functions: { schema: string | null; name: string }[] = []
  const commonTables = new Set<unknown>()
  walk(trees, (node) => {
    if ('ctename' in node) commonTables.add(node.ctename)
    if (typeof node.relname === 'string')
      relations.push({ schema: typeof node.schemaname === 'string' ? node.schemaname : null, name: node.relname })
    if (Array.isArray(node.funcname)) {
      const parts = node.funcname.map((part) => String(part?.String?.sval ?? ''))
      const name = parts.at(-1) ?? ''
      // Who counts what the server tells counts by a function of nobody's.
      if (!aggregates.has(name)) functions.push({ schema: parts.length > 1 ? (parts[0] ?? null) : null, name })
    }
  })
  const stored = relations.filter(({ schema, name }) => schema !== null || !commonTables.has(name))
  return stored.length > 0 ? stored : functions
}

/** Functions that make one row of many. */
const aggregates = new Set<unknown>(
  'count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every stddev variance'.split(
    ' ',
  ),
)

/** Whether few rows come of many for a good reason: it groups, or counts. */
export function aggregatesRows({ trees }: Statement): boolean {
  return holds(trees, ({ groupClause, distinctClause, funcname }) => {
    const name = Array.isArray(funcname) ? funcname.at(-1)?.String?.sval : undefined
    return Array.isArray(groupClause) || Array.isArray(distinctClause) || aggregates.has(name)
  })
}

/** Whether it asks for so many rows at most. */
export function isLimited({ trees }: Statement): boolean {
  return holds(trees, ({ limitCount }) => limitCount !== undefined)
}
