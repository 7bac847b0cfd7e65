import { type Node, parameterTokens, tryParse, walk } from './parser.ts'

/** What a `$n` is used for where the text alone tells. */
export interface TextRole {
  readonly number: number
  readonly use: 'limit' | 'offset' | 'unit' | 'interval'
}

/**
 * A statement of `pg_stat_statements` as PostgreSQL takes it. Its normalisation puts `$n` where the grammar wants a
 * literal, which is turned into a cast (`interval $1` → `$1::interval`), and makes two parameters of a unit of time
 * that is selected and grouped by (`date_trunc($1, at) … group by date_trunc($2, at)`), which is refused as two
 * expressions: any unit does for a plan, so a day is put there.
 */
export function repairNormalised(sql: string): string {
  const units = textRoles(sql).filter(({ use }) => use === 'unit')
  return repairCasts(fillParameters(sql, new Map(units.map(({ number }) => [number, `'day'`]))))
}

function repairCasts(sql: string): string {
  const edits: { start: number; end: number; text: string }[] = []
  const bytes = Buffer.from(sql)
  const ends = new Map(parameterTokensOf(sql).map(({ start, end }) => [start, end]))
  walk(tryParse(sql), (node) => {
    const cast = node.TypeCast as Extract<Node, { TypeCast: unknown }>['TypeCast'] | undefined
    if (cast?.arg === undefined || !('ParamRef' in cast.arg)) return
    const start = cast.typeName?.location ?? 0
    const parameter = cast.arg.ParamRef.location ?? 0
    const end = ends.get(parameter)
    if (start >= parameter || end === undefined) return // the usual form: the type comes after the value
    const type = bytes.subarray(start, parameter).toString().trim()
    edits.push({ start, end, text: `${bytes.subarray(parameter, end).toString()}::${type}` })
  })
  return applyEdits(bytes, edits)
}

/** Parameters that count rows, name a unit of time or are a length of time: no column tells their value. */
export function textRoles(sql: string): TextRole[] {
  const roles: TextRole[] = []
  walk(tryParse(sql), (node) => {
    const select = node.SelectStmt as Extract<Node, { SelectStmt: unknown }>['SelectStmt'] | undefined
    const [limit, offset] = [parameterOf(select?.limitCount), parameterOf(select?.limitOffset)]
    if (limit !== null) roles.push({ number: limit, use: 'limit' })
    if (offset !== null) roles.push({ number: offset, use: 'offset' })
    const call = node.FuncCall as Extract<Node, { FuncCall: unknown }>['FuncCall'] | undefined
    const last = call?.funcname?.at(-1)
    const unit = last !== undefined && 'String' in last && unitFunctions.has(last.String.sval ?? '')
    const first = unit ? parameterOf(call?.args?.[0]) : null
    if (first !== null) roles.push({ number: first, use: 'unit' })
    const cast = node.TypeCast as Extract<Node, { TypeCast: unknown }>['TypeCast'] | undefined
    const type = cast?.typeName?.names?.at(-1)
    const interval = type !== undefined && 'String' in type && type.String.sval === 'interval'
    const length = interval ? parameterOf(cast?.arg) : null
    if (length !== null) roles.push({ number: length, use: 'interval' })
  })
  return roles
}

const unitFunctions = new Set(['date_trunc', 'date_part', 'extract'])

/** Puts literals, already quoted, in place of parameters; those without one stay. */
export function fillParameters(sql: string, literals: ReadonlyMap<number, string>): string {
  const edits = parameterTokensOf(sql).flatMap(({ number, start, end }) => {
    const text = literals.get(number)
    return text === undefined ? [] : [{ start, end, text }]
  })
  return applyEdits(Buffer.from(sql), edits)
}

/** The numbers of the parameters that a statement has, in order, each once. */
export function parameterNumbers(sql: string): number[] {
  return [...new Set(parameterTokensOf(sql).map(({ number }) => number))].sort((a, b) => a - b)
}

/**
 * Whether `$n` stands only where it means what a literal would: the grammar wants a literal in some places
 * (`varchar(10)`), and `order by 1` names a column where `order by $1` does not.
 */
export function isPlannable(sql: string): boolean {
  const tree = tryParse(sql)
  let sorted = tree === null
  walk(tree, ({ SortBy, groupClause }) => {
    const keys = [(SortBy as { node?: object } | undefined)?.node, ...((groupClause as object[] | undefined) ?? [])]
    if (keys.some((key) => key !== undefined && 'ParamRef' in key)) sorted = true
  })
  return !sorted
}

function parameterTokensOf(sql: string) {
  try {
    return parameterTokens(sql)
  } catch {
    return [] // an unfinished quote: the server will say so
  }
}

function parameterOf(node: Node | undefined): number | null {
  if (node === undefined) return null
  if ('TypeCast' in node) return parameterOf(node.TypeCast.arg)
  return 'ParamRef' in node ? (node.ParamRef.number ?? null) : null
}

function applyEdits(bytes: Buffer, edits: readonly { start: number; end: number; text: string }[]): string {
  const parts: string[] = []
  let position = 0
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    parts.push(bytes.subarray(position, start).toString(), text)
    position = end
  }
  return [...parts, bytes.subarray(position).toString()].join('')
}
