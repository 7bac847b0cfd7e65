import {
  fingerprintSync,
  loadModule,
  type Node,
  normalizeSync,
  type ParseResult,
  parseSync,
  scanSync,
} from 'libpg-query'

// PostgreSQL's own parser, compiled to WebAssembly. Loaded once with this module, so that everything behind it can be
// synchronous.
await loadModule()

export type { Node }

/** The parse trees of one or more statements; null where the text is not SQL: truncated, another dialect, a psql command. */
export function tryParse(sql: string): Node[] | null {
  try {
    const result: ParseResult = parseSync(sql)
    return (result.stmts ?? []).flatMap((statement) => (statement.stmt === undefined ? [] : [statement.stmt]))
  } catch {
    return null
  }
}

/** The parser came to the end of the text and expected more. */
export function isUnfinished(sql: string): boolean {
  try {
    parseSync(sql)
    return false
  } catch (error) {
    return String((error as Error).message).includes('at end of input')
  }
}

/**
 * 16 hexadecimal digits that are the same for statements alike but for their constants, parameters and white space.
 * Independent of server, major and object ids, unlike `queryid`. Text that can't be parsed is fingerprinted as it is.
 */
export function fingerprint(sql: string): string {
  try {
    return fingerprintSync(sql)
  } catch {
    return hashText(sql)
  }
}

/** FNV-1a, 64 bits: only to tell unparsable texts apart. */
function hashText(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, '0')
}

/** The text with `$n` in place of every literal, as `pg_stat_statements` shows it. */
export function normalise(sql: string): string {
  try {
    return normalizeSync(sql)
  } catch {
    return '…' // what can't be parsed may hold literals anywhere
  }
}

/** The statements of a text, each with the comments that stand before it. Throws where the text is not SQL. */
export function splitStatements(sql: string): string[] {
  const bytes = Buffer.from(sql)
  let from = 0
  return (parseSync(sql).stmts ?? []).map(({ stmt_location: start = 0, stmt_len: length }) => {
    const end = length ? start + length : bytes.length
    const text = bytes.subarray(from, end).toString()
    from = end + 1 // past the semicolon
    return text
  })
}

export type StatementKind = 'select' | 'insert' | 'update' | 'delete' | 'merge' | 'utility' | 'unparsable'

/** What a text does; a text of several statements is `utility`. */
export function statementKind(sql: string): StatementKind {
  return treeKind(tryParse(sql))
}

/** What parse trees of {@link tryParse} do. */
export function treeKind(statements: readonly Node[] | null): StatementKind {
  if (statements === null) return 'unparsable'
  const [first, second] = statements
  if (first === undefined || second !== undefined) return 'utility'
  if ('SelectStmt' in first) return 'select'
  if ('InsertStmt' in first) return 'insert'
  if ('UpdateStmt' in first) return 'update'
  if ('DeleteStmt' in first) return 'delete'
  if ('MergeStmt' in first) return 'merge'
  return 'utility'
}

/** Byte range of every comment. Throws where the text can't be cut into tokens. */
export function commentTokens(sql: string): { start: number; end: number }[] {
  return scanSync(sql).tokens.filter(({ tokenName }) => tokenName.endsWith('COMMENT'))
}

export interface Token {
  readonly text: string
  /** In bytes of UTF-8, as are all positions that the parser gives. */
  readonly start: number
  readonly end: number
  readonly comment: boolean
}

/** The tokens of a text. Throws where it can't be cut into tokens. */
export function tokensOf(sql: string): Token[] {
  return scanSync(sql).tokens.map(({ text, start, end, tokenName }) => ({
    text,
    start,
    end,
    comment: tokenName.endsWith('COMMENT'),
  }))
}

/** Byte range of every `$n` token, in the order of the text. libpg-query counts in UTF-8 bytes. */
export function parameterTokens(sql: string): { number: number; start: number; end: number }[] {
  return scanSync(sql)
    .tokens.filter((token) => token.tokenName === 'PARAM')
    .map((token) => ({ number: Number(token.text.slice(1)), start: token.start, end: token.end }))
}

/** Whether an object of a parse tree, itself among them, is what is wanted. */
export function holds(tree: unknown, wanted: (node: Readonly<Record<string, unknown>>) => boolean): boolean {
  if (Array.isArray(tree)) return tree.some((item) => holds(item, wanted))
  if (typeof tree !== 'object' || tree === null) return false
  return wanted(tree as Readonly<Record<string, unknown>>) || Object.values(tree).some((value) => holds(value, wanted))
}

/** Calls `visit` for every object of a parse tree, parents first. */
export function walk(tree: unknown, visit: (node: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(tree)) {
    for (const child of tree) walk(child, visit)
  } else if (typeof tree === 'object' && tree !== null) {
    visit(tree as Readonly<Record<string, unknown>>)
    for (const child of Object.values(tree)) walk(child, visit)
  }
}
