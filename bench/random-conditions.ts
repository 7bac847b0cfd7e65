import type {
  Column,
  ColumnStatistics,
  RandomSource,
  Relation,
  Snapshot,
} from '../packages/pgwright/src/model/index.ts'
import { parseArrayText, quoteIdentifier, quoteLiteral, quoteQualified } from '../packages/pgwright/src/sql/index.ts'

/** A table in a query, under its alias. */
export interface Source {
  readonly alias: string
  readonly relation: Relation
}

type Condition = (column: string, value: () => string) => string

const anyType: readonly Condition[] = [
  (column, value) => `${column} = ${value()}`,
  (column, value) => `${column} = ${value()}`,
  (column, value) => `${column} <> ${value()}`,
  (column, value) => `${column} < ${value()}`,
  (column, value) => `${column} >= ${value()}`,
  (column, value) => `${column} > ${value()} and ${column} <= ${value()}`,
  (column, value) => `${column} in (${value()}, ${value()}, ${value()})`,
  (column, value) => `not (${column} = ${value()})`,
  (column) => `${column} is null`,
  (column) => `${column} is not null`,
]
const texts: readonly Condition[] = [
  (column, value) => `${column} like left(${value()}, 3) || '%'`,
  (column) => `${column} like '%a%'`,
  (column) => `${column} like 'a%'`,
]
const containers: readonly Condition[] = [
  (column, value) => `${column} @> ${value()}`,
  (column, value) => `${column} && ${value()}`,
  (column, value) => `${column} <@ ${value()}`,
]

/** Conditions on columns that have statistics, with values in them and beyond. */
export class RandomConditions {
  readonly #random: RandomSource
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor({ columnStatistics }: Snapshot, random: RandomSource) {
    this.#random = random
    this.#values = new Map(columnStatistics.map((one) => [nameOf(one.schema, one.table, one.column), valuesOf(one)]))
  }

  of(sources: readonly Source[], count: number): string[] {
    return Array.from({ length: count }, () => this.#condition(this.#one(sources)))
  }

  #condition({ alias, relation }: Source): string {
    const known = relation.columns.filter(
      ({ name }) => (this.#values.get(nameOf(relation.schema, relation.name, name))?.length ?? 0) > 0,
    )
    const column = this.#one(known.length > 0 && this.#random() < 0.95 ? known : relation.columns)
    const values = this.#values.get(nameOf(relation.schema, relation.name, column.name)) ?? []
    const value = () => this.#literal(column, values)
    return this.#one(conditionsFor(column))(`${alias}.${quoteIdentifier(column.name)}`, value)
  }

  #literal({ type }: Column, values: readonly string[]): string {
    const value = values.length === 0 || this.#random() < 0.02 ? null : this.#one(values)
    if (value === null) return `null::${type}`
    return `${quoteLiteral(this.#random() < 0.15 ? beyond(type, value) : value)}::${type}`
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item
  }
}

function conditionsFor({ type }: Column): readonly Condition[] {
  if (/^(text|character varying|citext)/.test(type)) return [...anyType, ...texts]
  if (/\[\]$|range$/.test(type)) return [...anyType, ...containers]
  return anyType
}

/** Ends of the histogram more often than their share: the planner looks there in its own way. */
function valuesOf({ commonValues, histogram }: ColumnStatistics): string[] {
  const [common, bounds] = [commonValues, histogram].map((text) => (text === null ? [] : parseArrayText(text)))
  const ends = [bounds?.at(0), bounds?.at(-1)].flatMap((end) => (end === undefined ? [] : [end, end, end]))
  return [...(common ?? []), ...(bounds ?? []), ...ends]
}

/** A value that the statistics most likely don't have. */
function beyond(type: string, value: string): string {
  const number = Number(value)
  if (/^(smallint|integer|bigint)$/.test(type)) return String(Math.trunc(number) + (number < 0 ? -7 : 7))
  if (/^(numeric|real|double precision)/.test(type)) return String(number * 1.01 + 0.5)
  if (/^(date|timestamp)/.test(type) && /^\d{4}-/.test(value)) return value.replace(/^\d{4}/, '2031')
  if (/^(text|character varying|citext)/.test(type)) return `${value}!`
  return value
}

function nameOf(schema: string, table: string, column: string): string {
  return `${quoteQualified(schema, table)}.${quoteIdentifier(column)}`
}
