import { PgwrightError } from '../model/index.ts'
import { type Token, tokensOf, tryParse } from './parser.ts'
import { quoteIdentifier, quoteQualified } from './quote.ts'

/** A `CREATE INDEX` as somebody wrote it. */
export interface IndexStatement {
  /** Null where PostgreSQL is to choose one. */
  readonly name: string | null
  /** The table's schema; null where it is to be looked up. */
  readonly schema: string | null
  readonly table: string
  readonly unique: boolean
  /** `ON ONLY`: of a partitioned table, without its partitions. */
  readonly only: boolean
  /** What stands behind the table's name: method, keys and clauses, but no tablespace. */
  readonly rest: string
  /** Its keys that are no columns, in their order, as they are written. */
  readonly expressions: readonly string[]
}

/**
 * Reads one `CREATE INDEX`, in any of its forms. `CONCURRENTLY`, `IF NOT EXISTS` and the tablespace tell nothing of
 * what the index is worth, so they are left out.
 *
 * @throws PgwrightError `usage` where the text is anything else
 */
export function parseIndexStatement(ddl: string): IndexStatement {
  const statements = tryParse(ddl)
  if (statements === null) throw refused('The text is not SQL that PostgreSQL can read.')
  const [statement, another] = statements
  if (statement === undefined || another !== undefined || !('IndexStmt' in statement))
    throw refused('The text is not one CREATE INDEX statement.')
  const { idxname: name = null, relation, unique = false, tableSpace, indexParams = [] } = statement.IndexStmt
  if (relation?.relname === undefined) throw refused('The statement names no table.')
  const { schemaname: schema = null, relname: table, inh = false } = relation
  const clauses = clauseTokens(ddl, relation.location ?? 0, tableSpace !== undefined)
  const text = textOf(Buffer.from(ddl))
  const isExpression = indexParams.map((key) => 'IndexElem' in key && key.IndexElem.expr !== undefined)
  const expressions = keyTokens(clauses).flatMap((key, i) =>
    isExpression[i] === true ? text(expressionTokens(key)) : [],
  )
  return { name, schema, table, unique, only: !inh, rest: text(clauses), expressions }
}

/** The statement again, with the table's schema and under the name given. */
export function namedIndexSql(statement: IndexStatement, schema: string, name: string): string {
  const { unique, only, table, rest } = statement
  const create = `create ${unique ? 'unique ' : ''}index ${quoteIdentifier(name)}`
  return `${create} on ${only ? 'only ' : ''}${quoteQualified(schema, table)} ${rest}`
}

/** Everything after the table's name, which begins at the byte given: cut by tokens, since names may hold anything. */
function clauseTokens(ddl: string, location: number, inTablespace: boolean): Token[] {
  const tokens = tokensOf(ddl).filter(({ comment, text }) => !comment && text !== ';')
  let next = tokens.findIndex(({ start }) => start === location) + 1
  while (tokens[next]?.text === '.') next += 2
  const clauses = tokens.slice(next)
  return inTablespace ? withoutTablespace(clauses) : clauses
}

/** As it was written, but for comments. */
function textOf(bytes: Buffer): (tokens: readonly Token[]) => string {
  return (tokens) => tokens.map(({ start, end }) => bytes.subarray(start, end).toString()).join(' ')
}

/** The keys between the first brackets. */
function keyTokens(clauses: readonly Token[]): Token[][] {
  const keys: Token[][] = [[]]
  let depth = 0
  for (const token of clauses) {
    if (token.text === ')' && --depth === 0) break
    if (depth === 1 && token.text === ',') keys.push([])
    else if (depth > 0) keys.at(-1)?.push(token)
    if (token.text === '(') depth++
  }
  return keys
}

/** A key without collation, operator class and order: an expression in brackets, or the call of a function. */
function expressionTokens(key: readonly Token[]): Token[] {
  let depth = 0
  const end = key.findIndex(({ text }) => {
    if (text === '(') depth++
    return text === ')' && --depth === 0
  })
  return key.slice(0, end + 1)
}

/** It stands before the predicate, the only other place where the word could be a name outside brackets. */
function withoutTablespace(tokens: readonly Token[]): Token[] {
  let depth = 0
  const at = tokens.findIndex(({ text }) => {
    if (text === '(') depth++
    if (text === ')') depth--
    return depth === 0 && text.toLowerCase() === 'tablespace'
  })
  return tokens.filter((_, i) => i !== at && i !== at + 1)
}

function refused(reason: string): PgwrightError {
  return new PgwrightError('usage', reason, 'Give one statement such as: create index on orders (customer_id)')
}
