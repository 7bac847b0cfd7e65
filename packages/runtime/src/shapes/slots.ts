import { BoundedMap } from '../bounded-map.ts'
import { type Token, tokensOf } from './tokens.ts'

/** A place of a statement where a value stands. */
export interface Slot {
  /** Of `$n`; null where the value is pasted into the text. */
  readonly parameter: number | null
  /** Of a pasted value. */
  readonly literal: string | null
  /**
   * The column, as it is written, that must be equal to the value: `p.author_id` of `p.author_id = $1`,
   * `p.author_id in ($1)`, `p.author_id = any($1)`; null where it is used in another way.
   */
  readonly column: string | null
  /** Of `= $1`, `in ($1)` or `= any($1)` in the text, so that it can be written anew; both 0 without a column. */
  readonly start: number
  readonly end: number
}

const known = new BoundedMap<string, readonly Slot[]>(1_024)

/** In the order of the text. */
export function slotsOf(text: string): readonly Slot[] {
  return known.getOrMake(text, slotsIn)
}

function slotsIn(text: string): Slot[] {
  const tokens = tokensOf(text)
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'parameter' && token.kind !== 'string' && token.kind !== 'number') return []
    const parameter = token.kind === 'parameter' ? Number(token.text.slice(1)) : null
    const literal = parameter === null ? literalOf(token) : null
    const equal = equalityAt(tokens, at)
    return { parameter, literal, ...(equal ?? { column: null, start: 0, end: 0 }) }
  })
}

function literalOf({ kind, text }: Token): string {
  return kind === 'number'
    ? text
    : text
        .replace(/^[eEnN]?'/, '')
        .replace(/'$/, '')
        .replaceAll("''", "'")
}

interface Equality {
  readonly column: string
  readonly start: number
  readonly end: number
}

function equalityAt(tokens: readonly Token[], at: number): Equality | null {
  const value = castAround(tokens, at)
  const before = tokens[value.first - 1]
  const after = tokens[value.last + 1]
  if (isSign(before, '=')) return columnBefore(tokens, value.first - 1, value.last)
  if (isSign(before, '(') && isSign(after, ')')) {
    const keyword = tokens[value.first - 2]
    if (isWord(keyword, 'in')) return columnBefore(tokens, value.first - 2, value.last + 1)
    if (isWord(keyword, 'any') && isSign(tokens[value.first - 3], '='))
      return columnBefore(tokens, value.first - 3, value.last + 1)
  }
  // `= any(array[$1])`
  if (isSign(before, '[') && isSign(after, ']') && isWord(tokens[value.first - 2], 'array')) {
    const isAny = isSign(tokens[value.first - 3], '(') && isWord(tokens[value.first - 4], 'any')
    if (isAny && isSign(tokens[value.first - 5], '=') && isSign(tokens[value.last + 2], ')'))
      return columnBefore(tokens, value.first - 5, value.last + 2)
  }
  return isSign(after, '=') && !isSign(before, '(') ? columnAfter(tokens, value.first, value.last + 1) : null
}

/** `$1::int8` and `($1)::int8[]` are the value, too. */
function castAround(tokens: readonly Token[], at: number): { readonly first: number; readonly last: number } {
  let last = at
  while (isSign(tokens[last + 1], '::') && isName(tokens[last + 2])) {
    last += 2
    while (isSign(tokens[last + 1], '.') && isName(tokens[last + 2])) last += 2
    while (isSign(tokens[last + 1], '[') && isSign(tokens[last + 2], ']')) last += 2
  }
  return { first: at, last }
}

/** Not of `set a = $1`, which is no condition, nor of `f(a) = $1`. */
function columnBefore(tokens: readonly Token[], sign: number, last: number): Equality | null {
  const end = sign - 1
  if (!isName(tokens[end])) return null
  let start = end
  while (isSign(tokens[start - 1], '.') && isName(tokens[start - 2])) start -= 2
  if (!startsCondition(tokens, start)) return null
  return equality(tokens, start, end, start, last)
}

function columnAfter(tokens: readonly Token[], first: number, sign: number): Equality | null {
  const start = sign + 1
  if (!isName(tokens[start])) return null
  let end = start
  while (isSign(tokens[end + 1], '.') && isName(tokens[end + 2])) end += 2
  if (isSign(tokens[end + 1], '(') || !startsCondition(tokens, first)) return null
  return equality(tokens, start, end, first, end)
}

function equality(tokens: readonly Token[], start: number, end: number, first: number, last: number): Equality {
  const written = tokens
    .slice(start, end + 1)
    .map(({ kind, text }) => (kind === 'quoted' ? `"${text.replaceAll('"', '""')}"` : text))
  return { column: written.join(''), start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? 0 }
}

/** After `where`, `and`, `on` or `(`, with nothing of `update … set` between. */
function startsCondition(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  return isWord(before, 'where') || isWord(before, 'and') || isWord(before, 'on') || isSign(before, '(')
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted'
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text === word
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign
}
