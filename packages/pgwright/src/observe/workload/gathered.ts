import type { StatementSample } from '../../model/index.ts'
import { fillTemplate, isPlannable, parameterNumbers, type Template } from '../../sql/index.ts'
import { Samples } from './samples.ts'

/** Longer texts are planned without the values that they were called with. */
const longestSample = 10_000

/** What is known of one text of a statement, its literals apart, from the calls of one role. */
export class Gathered {
  readonly fingerprint: string
  readonly role: string | null
  /** Of the first call. */
  readonly sql: string
  calls = 0
  totalMs = 0
  rows = 0
  readonly #template: Template
  /** Null where a literal has differed from call to call. */
  readonly #constants: (string | null)[]
  #samples: Samples | null = null

  constructor(fingerprint: string, role: string | null, sql: string, template: Template) {
    this.fingerprint = fingerprint
    this.role = role
    this.sql = sql
    this.#template = template
    this.#constants = template.values.map((value) => (isParameter(value) ? null : value))
  }

  /** @param params literals by the number of their parameter */
  addValues(values: readonly string[], params: ReadonlyMap<number, string>, calls: number, capacity: number): number {
    this.#constants.forEach((constant, at) => {
      if (constant !== null && constant !== values[at]) this.#constants[at] = null
    })
    if (this.sql.length > longestSample || values.every((value) => isParameter(value) && !params.has(numberOf(value))))
      return 0
    const text = fillTemplate({ ...this.#template, values }, (value) =>
      isParameter(value) ? (params.get(numberOf(value)) ?? value) : value,
    ).trim()
    if (text.length > longestSample) return 0
    this.#samples ??= new Samples()
    const before = this.#samples.size
    this.#samples.add(text, calls, capacity)
    return this.#samples.size - before
  }

  get counted(): StatementSample[] {
    return this.#samples?.counted() ?? []
  }

  /** Literals that were the same in every call. */
  get constants(): ReadonlySet<string> {
    return new Set(this.#constants.filter((constant) => constant !== null))
  }

  /** The text with `$n` for each literal that is none of those. */
  textWith(constants: ReadonlySet<string>): string {
    const { values } = this.#template
    const stays = (value: string, at: number) =>
      isParameter(value) || (this.#constants[at] !== null && constants.has(value))
    if (values.every(stays)) return this.sql
    let last = parameterNumbers(this.sql).at(-1) ?? 0
    const sql = fillTemplate(this.#template, (value, at) => (stays(value, at) ? value : `$${++last}`)).trim()
    return isPlannable(sql) ? sql : this.sql
  }
}

function isParameter(value: string): boolean {
  return value.startsWith('$') && /^\$\d+$/.test(value)
}

function numberOf(parameter: string): number {
  return Number(parameter.slice(1))
}
