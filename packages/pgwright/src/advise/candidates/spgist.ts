import type { Term } from '../../sql/index.ts'
import type { IndexSpec } from '../../twin/index.ts'
import { type Asked, keyOf, typeOf } from './asked.ts'
import { isPrefix } from './expression.ts'

/** What the server's own operator classes for SP-GiST answer, by type. */
const network = ['<<', '<<=', '>>', '>>=', '&&']
const point = ['<@', '<<', '>>', '<->']
const range = ['&&', '@>', '<@', '<<', '>>', '&<', '&>', '-|-']
const shape = ['&&', '@>', '<@', '<<', '>>', '&<', '&>', '<->']
type Answered = ReadonlyMap<string, readonly string[]>
const always: Answered = new Map([...typed(['inet', 'cidr'], network), ...typed(['point'], point)])
/**
 * Rows that are written in the order of their ranges, as bookings are, make a deep tree of these: measured on 60,000 rows,
 * one of twice the size that takes eighteen times as long to build and reads 526 pages where GiST reads 6. No statistics
 * tell that order, and in any other GiST was as good, so these are for those who want no GiST.
 */
const withoutGist: Answered = new Map([
  // A range over a type of the user's own can have bounds that no page holds, and then inserts fail.
  ...typed(['int4range', 'int8range', 'numrange', 'daterange', 'tsrange', 'tstzrange'], range),
  ...typed(['box', 'polygon'], shape),
])

/** `text_ops` takes texts apart, so that no value is too long for it; `character` has no operator class. */
const texts = /^(text|character varying)$/

/**
 * SP-GiST over what can be divided into parts that don't overlap: networks, points, and texts by how they begin; ranges and
 * shapes where GiST is not to be had. One key, since it takes no more.
 */
export function spgistSpecs(asked: Asked, besideGist: boolean): IndexSpec[] {
  return asked.access.terms
    .filter((term) => isAnswered(term, typeOf(asked.table, term), besideGist))
    .map((term) => ({ on: asked.on, method: 'spgist', keys: [keyOf(term)], include: [], predicate: null }))
}

/** @param type null for an expression: what is matched with a pattern is a text, of others nobody knows */
function isAnswered(term: Term, type: string | null, besideGist: boolean): boolean {
  if (isPrefix(term)) return type === null || texts.test(type)
  if (type === null) return false
  const operators = always.get(type) ?? (besideGist ? undefined : withoutGist.get(type))
  return operators?.includes(term.operator) ?? false
}

function typed(types: readonly string[], operators: readonly string[]): (readonly [string, readonly string[]])[] {
  return types.map((type) => [type, operators])
}
