import type { Statement } from '../events/index.ts'
import { cell, keyOf } from './keys.ts'
import { readIn } from './reads.ts'

/** Fewer are added up as fast here as there. */
const manyRows = 20
/** smallint to bigint, real, double precision, money, numeric. */
const numeric = new Set([20, 21, 23, 700, 701, 790, 1700])
/** Nobody adds them up. */
const identifies = /(?:^|_)(?:id|key)$|I[dD]$/

/**
 * What to ask in the place of rows of which a program reads one number each, and perhaps one more column to group by. A
 * chart reads the same, so that it is a question, and no finding by itself.
 *
 * @returns null where it reads something else
 */
export function sumQuestion(statements: readonly Statement[]): string | null {
  const [first] = statements
  if (first === undefined || statements.some(({ rows }) => (rows?.length ?? 0) < manyRows)) return null
  const columns = first.fields.filter(({ name }) => statements.some((one) => readIn(one, name) !== 'none'))
  if (!statements.every((one) => columns.every(({ name }) => readIn(one, name) === 'all'))) return null
  const numbers = columns.filter(({ name, dataTypeID = 0 }) => numeric.has(dataTypeID) && !identifies.test(name))
  const [number] = numbers
  if (number === undefined || numbers.length > 1 || columns.length > 2) return null
  const by = columns.find((one) => one !== number)
  if (by !== undefined && !repeats(first, first.fields.indexOf(by))) return null
  const sum = `sum(${quoted(number.name)})`
  return by === undefined
    ? `If the program adds up ${number.name}, select ${sum} … gives one row.`
    : `If the program adds up ${number.name}, select ${quoted(by.name)}, ${sum} … group by ${quoted(by.name)} gives a row for each ${by.name}.`
}

/** A group has several rows. */
function repeats({ rows, fields }: Statement, index: number): boolean {
  const all = rows ?? []
  return new Set(all.map((row) => keyOf(cell(row, fields, index)))).size * 2 <= all.length
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
