import { PgwrightError } from '../model/index.ts'
import { type Node, tokensOf, tryParse } from './parser.ts'

/** A `CREATE STATISTICS` as somebody wrote it. */
export interface StatisticsStatement {
  /** The table's schema; null where it is to be looked up. */
  readonly schema: string | null
  readonly table: string
  readonly kinds: ReadonlySet<StatisticsKind>
  /** In the order in which they are written. */
  readonly keys: readonly StatisticsKeyText[]
}

export type StatisticsKind = 'ndistinct' | 'dependencies' | 'mcv'

/** A column by its name, or an expression as it is written, in brackets or not. */
export type StatisticsKeyText = { readonly column: string } | { readonly expression: string }

const allKinds: readonly StatisticsKind[] = ['ndistinct', 'dependencies', 'mcv']

/**
 * Reads one `CREATE STATISTICS`, in any of its forms.
 *
 * @throws PgwrightError `usage` where the text is anything else
 */
export function parseStatisticsStatement(ddl: string): StatisticsStatement {
  const [statement, another] = tryParse(ddl) ?? []
  if (statement === undefined || another !== undefined || !('CreateStatsStmt' in statement)) throw refused()
  const { stat_types = [], exprs = [], relations = [] } = statement.CreateStatsStmt
  const [relation] = relations
  if (relation === undefined || !('RangeVar' in relation) || relation.RangeVar.relname === undefined) throw refused()
  const named = new Set(stat_types.map(textOf))
  const texts = keyTexts(ddl)
  return {
    schema: relation.RangeVar.schemaname ?? null,
    table: relation.RangeVar.relname,
    kinds: new Set(allKinds.filter((kind) => named.size === 0 || named.has(kind))),
    keys: exprs.map((key, position) => {
      const column = columnOf(key)
      return column === null ? { expression: texts[position] ?? '' } : { column }
    }),
  }
}

/** A column in brackets is a column, as PostgreSQL takes it. */
function columnOf(key: Node): string | null {
  if (!('StatsElem' in key)) return null
  const { name, expr } = key.StatsElem
  if (name !== undefined) return name
  if (expr === undefined || !('ColumnRef' in expr)) return null
  const { fields = [] } = expr.ColumnRef
  return fields.length === 1 ? textOf(fields[0]) : null
}

function textOf(node: Node | undefined): string | null {
  return node !== undefined && 'String' in node ? (node.String.sval ?? '') : null
}

/** What stands between `ON` and `FROM`, cut at commas: neither word can be a name unless it is quoted. */
function keyTexts(ddl: string): string[] {
  const bytes = Buffer.from(ddl)
  const keys: string[][] = []
  let depth = 0
  for (const { text, start, end, comment } of tokensOf(ddl)) {
    const word = text.toLowerCase()
    if (text === ')') depth--
    if (depth === 0 && keys.length > 0 && word === 'from') break
    if (depth === 0 && ((keys.length === 0 && word === 'on') || text === ',')) keys.push([])
    else if (!comment) keys.at(-1)?.push(bytes.subarray(start, end).toString())
    if (text === '(') depth++
  }
  return keys.map((key) => key.join(' '))
}

function refused(): PgwrightError {
  const message = 'What is given as statistics is not one CREATE STATISTICS.'
  return new PgwrightError('usage', message, 'Give one, such as CREATE STATISTICS ON city, zip FROM addresses.')
}
