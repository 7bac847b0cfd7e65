import { fillTemplate, Scanner, templateOf } from '../../sql/index.ts'
import { valueLists } from './value-lists.ts'

/** Of a statement, in characters. What is longer costs more to plan than it tells. */
export const longestText = 65_536

/** No row has more columns: `MaxTupleAttributeNumber`. */
const mostColumns = 1664
/** Of a list that is longer than any row. */
const keptValues = 10

/**
 * A long statement without most of its values, which are what makes it long: `$n` for each literal, one row of each
 * `values` list, and ten values of every list that is longer than any row.
 */
export function shortened(sql: string): string {
  const { pieces, values } = templateOf(withFirstRows(sql))
  const kept = withoutLongLists(pieces, values)
  let last = kept.reduce((most, at) => Math.max(most, parameterNumber(values[at] ?? '')), 0)
  const template = {
    key: '',
    pieces: [...kept.map((at) => pieces[at] ?? ''), pieces.at(-1) ?? ''],
    values: kept.map((at) => values[at] ?? ''),
  }
  return fillTemplate(template, (value) => (parameterNumber(value) > 0 ? value : `$${++last}`)).trim()
}

/** Of `values (…), (…), …` the first row stays. */
function withFirstRows(sql: string): string {
  const scanner = new Scanner(sql)
  const parts: string[] = []
  let from = 0
  let depth = 0
  /** Depth of the list whose rows are passed over, and the end of its last row. */
  let list: { depth: number; rowEnd: number | null } | null = null
  while (scanner.next()) {
    if (scanner.kind === 'blank' || scanner.kind === 'comment') continue
    const text = sql.slice(scanner.start, scanner.end)
    if (list !== null && depth === list.depth && list.rowEnd !== null && text !== ',' && text !== '(') {
      parts.push(sql.slice(from, list.rowEnd))
      from = scanner.start
      list = null
    }
    if (text === '(') depth++
    if (text === ')') depth--
    if (text.toLowerCase() === 'values') list = { depth, rowEnd: null }
    if (text === ')' && list !== null && depth === list.depth) list.rowEnd ??= scanner.end
  }
  return [...parts, sql.slice(from, list?.rowEnd ?? sql.length)].join(' ')
}

function withoutLongLists(pieces: readonly string[], values: readonly string[]): number[] {
  return valueLists(pieces, values.keys()).flatMap((list) =>
    list.length > mostColumns ? list.slice(0, keptValues) : list,
  )
}

function parameterNumber(value: string): number {
  return /^\$\d{1,5}$/.test(value) ? Number(value.slice(1)) : 0
}
