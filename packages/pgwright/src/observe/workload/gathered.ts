import type { StatementSample } from '../../model/index.ts'
import { fillTemplate, type Template } from '../../sql/index.ts'
import { Samples } from './samples.ts'
import { valueLists } from './value-lists.ts'
import { withParameters } from './with-parameters.ts'

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

  /**
   * @param params literals by the number of their parameter
   * @param capacity of its samples, in texts
   */
  addValues(values: readonly string[], params: ReadonlyMap<number, string>, calls: number, capacity: number): void {
    this.#constants.forEach((constant, at) => {
      if (constant !== null && constant !== values[at]) this.#constants[at] = null
    })
    if (this.sql.length > longestSample || values.every((value) => isParameter(value) && !params.has(numberOf(value))))
      return
    const text = fillTemplate({ ...this.#template, values }, (value) =>
      isParameter(value) ? (params.get(numberOf(value)) ?? value) : value,
    ).trim()
    if (text.length > longestSample) return
    this.#samples ??= new Samples()
    this.#samples.add(text, calls, capacity)
  }

  /** Of its samples, in bytes. */
  get size(): number {
    return this.#samples?.size ?? 0
  }

  get counted(): StatementSample[] {
    return this.#samples?.counted() ?? []
  }

  /**
   * The text with `$n` for each literal that was not the same in every call of it and of other texts of its statement.
   * They are compared place by place; lists that are longer in one text by what is in them.
   */
  textAmong(others: readonly Gathered[]): string {
    const lists = this.#lists()
    const theirs = others.map((other) => other.#lists())
    // Rows of values, or a list of casts, that are more in one text: which value stands where the other's do is not known.
    const alike = theirs.every(({ length }) => length === lists.length)
    const differing = lists.flatMap((list, i) =>
      list.constants.flatMap((constant, at) => {
        const stays = constant !== null && alike && theirs.every((other) => has(other[i], list, at))
        const place = list.places[at]
        return stays || place === undefined || isParameter(this.#template.values[place] ?? '') ? [] : [place]
      }),
    )
    return withParameters(this.#template, differing) ?? this.sql
  }

  #lists(): ConstantList[] {
    const { pieces, values } = this.#template
    return valueLists(pieces, values.keys()).map((places) => ({
      places,
      constants: places.map((at) => this.#constants[at] ?? null),
      ofAnyLength: /\b(in|array)\s*[([]\s*$/i.test(pieces[places[0] ?? 0] ?? ''),
    }))
  }
}

/** Values of a text that stand in one list, or one that stands alone. */
interface ConstantList {
  readonly places: readonly number[]
  /** Null where calls have other values. */
  readonly constants: readonly (string | null)[]
  /** `in (…)` and `array[…]`, in which the order means nothing. */
  readonly ofAnyLength: boolean
}

function has(other: ConstantList | undefined, { constants, ofAnyLength }: ConstantList, at: number): boolean {
  const constant = constants[at] ?? null
  if (other?.constants.length === constants.length) return other.constants[at] === constant
  return ofAnyLength && other?.ofAnyLength === true && other.constants.includes(constant)
}

function isParameter(value: string): boolean {
  return value.startsWith('$') && /^\$\d+$/.test(value)
}

function numberOf(parameter: string): number {
  return Number(parameter.slice(1))
}
