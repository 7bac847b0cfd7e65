import type { Statement } from '../../events/index.ts'
import { tokensOf } from '../../shapes/index.ts'
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
 * @returns null where a value is pasted into the text, or a row is locked
 */
export function batched({ text }: Statement, provenance: readonly Provenance[]): Batched | null {
  if (provenance.some(({ slot }) => slot.parameter === null)) return null
  const tokens = tokensOf(text)
  const words = new Set(tokens.filter(({ kind }) => kind === 'word').map((token) => token.text))
  if (words.has('for') && (words.has('update') || words.has('share'))) return null
  const [only] = provenance
  return provenance.length === 1 && only !== undefined && isPlain(tokens, words)
    ? byAny(text, only)
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

function byAny(text: string, { slot }: Provenance): Batched {
  const column = slot.column ?? ''
  const condition = `${column} = any($${slot.parameter})`
  const asked = `${text.slice(0, slot.start)}${condition}${text.slice(slot.end)}`
  const select = /^\s*select\s+/i.exec(asked)?.[0] ?? ''
  const list = asked.slice(select.length)
  const name = lastName(column)
  // `select *` has the key already.
  const own = new RegExp(`^(?:[^(]*[\\s,.])?"?${escaped(name)}"?\\s*(?:,|\\bfrom\\b)`, 'i')
  const hasKey = /^\*\s+from\b/i.test(list) || own.test(list.slice(0, list.search(/\bfrom\b/i) + 4))
  return hasKey
    ? { sql: asked, keysBefore: 0, keyColumn: name }
    : { sql: `${select}${column}, ${list}`, keysBefore: 1, keyColumn: null }
}

function byLateral(text: string, provenance: readonly Provenance[]): Batched {
  const keys = provenance.map((_, at) => `key_${at + 1}`)
  const arrays = provenance.map(({ slot, type }) => {
    const name = type === null ? null : typeName(type)
    return `$${slot.parameter}${name === null ? '' : `::${name}[]`}`
  })
  let inner = text.trim().replace(/;$/, '')
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
  return column.split('.').at(-1)?.replaceAll('"', '') ?? column
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
