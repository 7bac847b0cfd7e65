import type { Snapshot } from '../../model/index.ts'
import { quoteIdentifier, type Term } from '../../sql/index.ts'
import type { IndexSpec, KeySpec } from '../../twin/index.ts'
import { type Asked, ascending, equalColumns, joinColumns, keyOf, rangeColumns, typeOf } from './asked.ts'

/** Operator classes that extensions bring, quoted and with their schema; null where the source has no such extension. */
export interface OperatorClasses {
  readonly trigrams: string | null
  /** Whether GiST takes plain columns beside ranges (`btree_gist`). */
  readonly plainInGist: boolean
}

export function operatorClassesOf(extensions: Snapshot['extensions']): OperatorClasses {
  const trigram = extensions.find(({ name }) => name === 'pg_trgm')
  return {
    trigrams: trigram === undefined ? null : `${quoteIdentifier(trigram.schema)}.gin_trgm_ops`,
    plainInGist: extensions.some(({ name }) => name === 'btree_gist'),
  }
}

const containing = new Set(['@>', '<@', '&&'])
const existing = new Set(['?', '?|', '?&'])
const matching = new Set(['@@', '@?'])
const patterns = new Set(['~~', '~~*', '~', '~*', '%'])

/** GIN over documents, lists, texts taken apart into words, and trigrams. */
export function ginSpecs(asked: Asked, { trigrams }: OperatorClasses): IndexSpec[] {
  return asked.access.terms.flatMap((term) => {
    const keys = ginKeys(term, typeOf(asked.table, term), trigrams)
    return keys.map((key): IndexSpec => ({ on: asked.on, method: 'gin', keys: [key], include: [], predicate: null }))
  })
}

function ginKeys(term: Term, type: string | null, trigrams: string | null): KeySpec[] {
  const { operator } = term
  if (type === 'jsonb' || (type === null && containing.has(operator))) {
    if (operator === '@>' || matching.has(operator)) return [keyOf(term, 'jsonb_path_ops'), keyOf(term)]
    if (existing.has(operator)) return [keyOf(term)]
  }
  if (type?.endsWith('[]') && containing.has(operator)) return [keyOf(term)]
  if ((type === 'tsvector' || type === null) && operator === '@@') return [keyOf(term)]
  const isText = type === null || /^(text|character varying|character|citext)/.test(type)
  return trigrams !== null && isText && patterns.has(operator) ? [keyOf(term, trigrams)] : []
}

const spatial = /range$|multirange$|^(point|box|polygon|circle|inet|cidr|geometry|geography)/
const inGist = new Set(['&&', '@>', '<@', '<<', '>>', '<<=', '>>=', '-|-', '<->', '&<', '&>'])

/** GiST over ranges, shapes and networks; after columns that must be equal where `btree_gist` is there. */
export function gistSpecs(asked: Asked, { plainInGist }: OperatorClasses): IndexSpec[] {
  const equal = plainInGist ? equalColumns(asked).slice(0, 2) : []
  return asked.access.terms
    .filter((term) => inGist.has(term.operator) && spatial.test(typeOf(asked.table, term) ?? ''))
    .flatMap((term) => {
      const key = keyOf(term, gistClass(typeOf(asked.table, term)))
      const lists = equal.length === 0 ? [[key]] : [[key], [...ascending(equal), key]]
      return lists.map((keys): IndexSpec => ({ on: asked.on, method: 'gist', keys, include: [], predicate: null }))
    })
}

/** Networks have none by default, and that of `btree_gist` knows how they are ordered, not what they contain. */
function gistClass(type: string | null): string | undefined {
  return type === 'inet' || type === 'cidr' ? 'inet_ops' : undefined
}

/** BRIN says for a run of pages what lies in them: of use where rows lie in the column's order, in a large table. */
const leastCorrelation = 0.9
const leastBlocks = 2000

export function brinSpecs(asked: Asked): IndexSpec[] {
  if (asked.table.blocks < leastBlocks) return []
  return rangeColumns(asked)
    .filter((column) => Math.abs(asked.table.correlation(column)) >= leastCorrelation)
    .map((column) => ({ on: asked.on, method: 'brin', keys: ascending([column]), include: [], predicate: null }))
}

/** A hash of a long value is much smaller than the value. */
const leastHashedBytes = 32

export function hashSpecs(asked: Asked): IndexSpec[] {
  const { table } = asked
  return [...equalColumns(asked), ...joinColumns(asked)]
    .filter((column) => table.averageBytes(column) >= leastHashedBytes || !table.indexable.asKey.has(column))
    .map((column) => ({ on: asked.on, method: 'hash', keys: ascending([column]), include: [], predicate: null }))
}
