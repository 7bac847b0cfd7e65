import type { Statement } from '../../events/index.ts'
import { type Token, tokensOf } from '../../shapes/index.ts'
import type { Provenance } from '../provenance.ts'
import { typeName } from './type-name.ts'

export interface Batched {
  readonly sql: string
  /**
   * How many columns it gives before those of the statement: the keys of each row. None where the statement's own columns
   * have the key, which is then `keyColumn`.
   */
  readonly keysBefore: number
  readonly keyColumn: string | null
}

/**
 * The statement for all keys at once. A plain select of one table asks `= any($1)` and gives the key with each row; what
 * groups, orders, limits or joins is asked for each key within one statement, by `lateral`, which is right for every
 * select.
 *
 * @returns null where a value is pasted into the text, a row is locked, or a key's type is unknown
 */
export function batched({ text }: Statement, provenance: readonly Provenance[]): Batched | null {
  if (provenance.some(({ slot }) => slot.parameter === null)) return null
  const tokens = tokensOf(text)
  const words = new Set(tokens.filter(({ kind }) => kind === 'word').map((token) => token.text))
  if (words.has('for') && (words.has('update') || words.has('share'))) return null
  const [only] = provenance
  return provenance.length === 1 && only !== undefined && isPlain(tokens, words)
    ? (byAny(text, only) ?? byLateral(text, provenance))
    : byLateral(text, provenance)
}

const notPlain = 'distinct group having limit offset fetch order union intersect except with join window over'.split(
  ' ',
)

/** Of one table, without anything that depends on which rows come together. */
function isPlain(tokens: ReturnType<typeof tokensOf>, words: ReadonlySet<string>): boolean {
  if (tokens[0]?.text !== 'select' || notPlain.some((one) => words.has(one)) || words.has('or')) return false
  const from = tokens.findIndex(({ kind, text }) => kind === 'word' && text === 'from')
  const where = tokens.findIndex(({ kind, text }) => kind === 'word' && text === 'where')
  const sources = tokens.slice(from + 1, where)
  // A call in the select list may be an aggregate.
  const calls = tokens.slice(0, from).some(({ text }) => text === '(')
  const selects = tokens.filter(({ kind, text }) => kind === 'word' && text === 'select').length
  return (
    from > 0 && where > from && !calls && selects === 1 && sources.every(({ text }) => text !== ',' && text !== '(')
  )
}

/** Null where another column of the answer has the key's name, so that no row would tell its key. */
function byAny(text: string, { slot }: Provenance): Batched | null {
  const column = slot.column ?? ''
  const name = lastName(column)
  const sql = `${text.slice(0, slot.start)}${column} = any($${slot.parameter})${text.slice(slot.end)}`
  const named = itemsOf(text).filter((item) => outputName(item) === name || outputName(item) === '*')
  if (named.length > 1 || named.some((item) => isRenamed(item))) return null
  if (named.length === 1) return { sql, keysBefore: 0, keyColumn: name }
  const select = /^\s*select\s+/i.exec(sql)?.[0] ?? ''
  return { sql: `${select}${column}, ${sql.slice(select.length)}`, keysBefore: 1, keyColumn: null }
}

/** Of a list without calls, each with its tokens. */
function itemsOf(text: string): Token[][] {
  const tokens = tokensOf(text)
  const from = tokens.findIndex(({ kind, text: word }) => kind === 'word' && word === 'from')
  const items: Token[][] = [[]]
  for (const token of tokens.slice(1, from)) {
    if (token.kind === 'sign' && token.text === ',') items.push([])
    else items.at(-1)?.push(token)
  }
  return items
}

/** What the column is called; `*` where the item is all of them, of which one is the key. */
function outputName(item: readonly Token[]): string {
  return item.at(-1)?.text ?? ''
}

/** Anything but `name`, `t.name`, `*` and `t.*` gives something else that name. */
function isRenamed(item: readonly Token[]): boolean {
  return item.some(({ kind, text }, at) => (at % 2 === 1 ? text !== '.' : kind === 'sign' && text !== '*'))
}

/** Null where a key's type is one that the server numbers by itself, and no cast can name. */
function byLateral(text: string, provenance: readonly Provenance[]): Batched | null {
  const types = provenance.map(({ type }) => (type === null ? null : typeName(type)))
  if (types.includes(null)) return null
  const keys = provenance.map((_, at) => `key_${at + 1}`)
  const arrays = provenance.map(({ slot }, at) => `$${slot.parameter}::${types[at]}[]`)
  const last = tokensOf(text).findLast(({ kind, text: sign }) => kind !== 'sign' || sign !== ';')
  let inner = text.slice(0, last?.end).trimStart()
  const places = tokensOf(inner).filter(({ kind }) => kind === 'parameter')
  for (const { text: name, start, end } of places.reverse()) {
    const at = provenance.findIndex(({ slot }) => `$${slot.parameter}` === name)
    if (at >= 0) inner = `${inner.slice(0, start)}asked.${keys[at]}${inner.slice(end)}`
  }
  const sql = `select ${keys.map((key) => `asked.${key}`).join(', ')}, answer.*
from unnest(${arrays.join(', ')}) with ordinality as asked (${[...keys, 'position'].join(', ')})
cross join lateral (
${inner}
) as answer
order by asked.position`
  return { sql, keysBefore: keys.length, keyColumn: null }
}

function lastName(column: string): string {
  return tokensOf(column).at(-1)?.text ?? column
}
