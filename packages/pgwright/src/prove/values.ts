import { type ObjectName, type RandomSource, shuffled } from '../model/index.ts'
import { formatArrayText, type Operand, type Predicate, quoteQualified, textRoles } from '../sql/index.ts'
import { listLength, typicalByUse } from '../twin/index.ts'
import { NotRun } from './not-run.ts'
import type { Sample, SampleRow } from './sample.ts'
import type { ParameterType, TrialStatement } from './trial-statement.ts'

/** What one run of a statement is given. */
export interface ValueSet {
  /** Of `$1`, `$2`, …, as text. */
  readonly parameters: readonly string[]
  readonly settings: ReadonlyMap<string, string>
}

/** Samples by the table's quoted name. */
export type Samples = ReadonlyMap<string, Sample>

/**
 * Values that a run can be given: for each table a row is drawn that goes with those drawn before (the same tenant,
 * the other side of a join), and what is compared with its columns gets that row's values, so that they exist
 * together.
 *
 * @throws NotRun where a parameter meets no column and no usual value is known for its type
 */
export function drawValues(subject: TrialStatement, samples: Samples, random: RandomSource): ValueSet {
  const draw = new Draw(subject)
  for (const [alias, table] of tablesInOrder(subject)) {
    const sample = samples.get(quoteQualified(table.schema, table.name))
    if (sample !== undefined) draw.take(alias, sample, random)
  }
  return draw.values()
}

/** The table that is asked for most first, since the others are drawn to go with it. */
function tablesInOrder({ tables, comparisons }: TrialStatement): [string, ObjectName][] {
  const weight = (alias: string) =>
    comparisons.filter(({ use, operand }) => use.alias === alias && keyOf(operand) !== null).length
  return [...tables].sort(([a], [b]) => weight(b) - weight(a))
}

/** What a value is kept under; null for what takes none. */
function keyOf(operand: Operand | null): string | null {
  if (operand?.kind === 'parameter') return `$${operand.number}`
  return operand?.kind === 'setting' ? operand.name : null
}

class Draw {
  readonly #subject: TrialStatement
  readonly #rows = new Map<string, SampleRow>()
  readonly #values = new Map<string, string>()

  constructor(subject: TrialStatement) {
    this.#subject = subject
    for (const [name, value] of subject.requiredSettings) this.#values.set(name, value)
    for (const { number, use } of textRoles(subject.sql)) this.#values.set(`$${number}`, typicalByUse[use])
  }

  take(alias: string, sample: Sample, random: RandomSource): void {
    const own = this.#subject.comparisons.filter(({ use }) => use.alias === alias)
    const row = this.#bestRow(own, shuffled(sample.rows, random))
    if (row === undefined) return
    this.#rows.set(alias, row)
    for (const comparison of own) {
      const key = keyOf(comparison.operand)
      if (key === null || this.#values.has(key) || !this.#fits(comparison, sample)) continue
      const value = drawnValue(comparison, row, sample, isBetween(comparison, own), random)
      if (value !== null) this.#values.set(key, value)
    }
  }

  values(): ValueSet {
    const names = this.#subject.comparisons.flatMap(({ operand }) => (operand?.kind === 'setting' ? operand.name : []))
    const settings = new Set([...names, ...this.#subject.requiredSettings.keys()])
    return {
      parameters: this.#subject.parameters.map((type, i) => this.#values.get(`$${i + 1}`) ?? usualValue(type, i + 1)),
      settings: new Map([...this.#values].filter(([key]) => settings.has(key))),
    }
  }

  #bestRow(own: readonly Predicate[], rows: readonly SampleRow[]): SampleRow | undefined {
    const scores = rows.map((row) => own.reduce((sum, comparison) => sum + this.#agreement(comparison, row), 0))
    return rows[scores.indexOf(Math.max(...scores))]
  }

  /** A row without the value is of no use; one that has what is asked for already is of most. */
  #agreement({ kind, use, operand }: Predicate, row: SampleRow): number {
    const value = row.get(use.column) ?? null
    if (value === null) return -1
    const key = keyOf(operand)
    const wanted =
      operand?.kind === 'column'
        ? this.#rows.get(operand.use.alias)?.get(operand.use.column)
        : this.#values.get(key ?? '')
    return kind === 'equal' && value === wanted ? 1 : 0
  }

  /** Where types are of different kinds (`sent_at > now() - $1`), a column's value is none for the parameter. */
  #fits({ kind, use, operand }: Predicate, { categories }: Sample): boolean {
    if (operand?.kind !== 'parameter') return true
    const category = this.#subject.parameters[operand.number - 1]?.category
    return kind === 'any' ? category === 'A' : category === categories.get(use.column)
  }
}

function isBetween({ kind, use }: Predicate, own: readonly Predicate[]): boolean {
  const opposite = kind === 'above' ? 'below' : 'above'
  return own.some((other) => other.kind === opposite && other.use.column === use.column)
}

function drawnValue(
  { kind, use }: Predicate,
  row: SampleRow,
  sample: Sample,
  between: boolean,
  random: RandomSource,
): string | null {
  const value = row.get(use.column) ?? null
  if (value === null || kind === 'equal') return value
  const values = sample.rows.flatMap((other) => other.get(use.column) ?? [])
  if (kind === 'any') return formatArrayText([...new Set([value, ...shuffled(values, random)])].slice(0, listLength))
  const sorted = values.sort(compareTexts)
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? value
  if (!between) return at(kind === 'above' ? 1 - rangeShare(random) : rangeShare(random))
  if (kind === 'above') return value
  return at(Math.min(1, sorted.lastIndexOf(value) / sorted.length + rangeShare(random)))
}

/**
 * How much of a column a range covers. Nothing tells whether a service asks for a day or for a year, so every set of
 * values asks for another length, each order of magnitude as often: an index that helps with none of them is no help.
 */
function rangeShare(random: RandomSource): number {
  const [shortest, longest] = [0.005, 0.4]
  return shortest * (longest / shortest) ** random()
}

/** Numbers by value; dates in ISO form and all else by text. */
function compareTexts(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  if (!Number.isNaN(difference)) return difference
  if (a === b) return 0
  return a < b ? -1 : 1
}

const usualByCategory: Readonly<Record<string, string>> = {
  A: '{}',
  B: 'true',
  D: `${new Date().toISOString().slice(0, 10)} 00:00:00`, // and not 'now', which would make each plan another one
  N: '1',
  S: '1',
  T: typicalByUse.interval,
}
const usualByName: Readonly<Record<string, string>> = {
  json: '{}',
  jsonb: '{}',
  uuid: '00000000-0000-0000-0000-000000000000',
}

/** For a parameter that no column is compared with, which hardly decides about the rows that are read. */
function usualValue({ category, name }: ParameterType, number: number): string {
  const value = usualByName[name] ?? usualByCategory[category]
  if (value === undefined) throw new NotRun(`No value is known for its parameter $${number} of type ${name}.`)
  return value
}
