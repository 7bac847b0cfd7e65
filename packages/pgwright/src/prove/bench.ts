import type { ClientBase } from 'pg'
import type { Change, Forms, ObjectName, RandomSource, Statement, Trial, WriteTrial } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { Comparisons, type StatementComparison } from './comparison.ts'
import { isSlower } from './difference.ts'
import type { Subject } from './measure.ts'
import { notRun as notRunReason } from './not-run.ts'
import type { PreparedStatements } from './prepare-statements.ts'
import type { Side } from './session.ts'
import type { TrialIndex } from './trial-index.ts'
import { type FormsOptions, type FormsTrial, tryForms } from './try-forms.ts'
import { type WriteComparison, WriteComparisons } from './writes.ts'

export interface BenchOptions {
  readonly repeats: number
  readonly random: RandomSource
  readonly seed: number
  readonly describeTarget: string
  /** That a gain must have to count, below 1; 0 where any will do that is clear. */
  readonly confidence: number
}

export interface StatementTrial {
  readonly subject: Subject
  readonly comparison: StatementComparison
}

/** Two states of the target: the changes that are in place before, and after. */
export interface States {
  readonly before: ReadonlySet<Change>
  readonly after: ReadonlySet<Change>
}

/** The target with everything that is needed to try states of it against each other. */
export class Bench {
  readonly indexes: ReadonlyMap<Change, TrialIndex>
  readonly #client: ClientBase
  readonly #options: BenchOptions
  readonly #comparisons: Comparisons
  readonly #writes: WriteComparisons
  readonly #notRun: Map<Statement, string>
  #subjects: readonly Subject[]

  constructor(
    client: ClientBase,
    prepared: PreparedStatements,
    indexes: ReadonlyMap<Change, TrialIndex>,
    options: BenchOptions,
  ) {
    this.indexes = indexes
    this.#client = client
    this.#options = options
    this.#comparisons = new Comparisons(client, options)
    this.#writes = new WriteComparisons(client, options.random, options.seed)
    this.#subjects = prepared.subjects
    this.#notRun = new Map(prepared.notRun)
  }

  /** Statements that could not be run so far, and why. */
  get notRun(): ReadonlyMap<Statement, string> {
    return this.#notRun
  }

  /** Compares the statements that `wanted` names, and all that are planned differently. */
  async statements(
    states: States,
    wanted: (statement: Statement) => boolean,
    onEach: () => void = () => {},
  ): Promise<StatementTrial[]> {
    const trials: StatementTrial[] = []
    for (const subject of this.#subjects) {
      onEach()
      const tables = new Set([...subject.tables.values()].map(({ schema, name }) => quoteQualified(schema, name)))
      const before = this.#side(states.before, tables)
      const after = this.#side(states.after, tables)
      try {
        const relevant = wanted(subject.statement) || !(await this.#comparisons.alike(subject, before, after))
        if (relevant) trials.push({ subject, comparison: await this.#comparisons.compare(subject, before, after) })
      } catch (error) {
        this.#notRun.set(subject.statement, notRunReason(error).message)
        this.#subjects = this.#subjects.filter((other) => other !== subject)
      }
    }
    return trials
  }

  /** Tries a change by what the application asks without and with it. */
  forms(change: Change, forms: Forms, options: Omit<FormsOptions, 'random' | 'confidence'>): Promise<FormsTrial> {
    const { random, confidence } = this.#options
    return tryForms(this.#client, change, forms, { ...options, random, confidence })
  }

  /** Indexes that are out of the way in a state, whatever their table. */
  hidden(applied: ReadonlySet<Change>): Side {
    return this.#side(applied, new Set([...this.indexes.values()].flatMap(({ tables }) => [...tables])))
  }

  /** Null for a table that the workload does not touch: what writing it costs would interest nobody. */
  async writes(states: States, table: ObjectName): Promise<WriteComparison | null> {
    if (!this.#touched(table)) return null
    const tables = new Set([quoteQualified(table.schema, table.name)])
    return this.#writes.compare(table, this.#side(states.before, tables), this.#side(states.after, tables))
  }

  /** The figures of a trial, which a verdict and a reason make whole. */
  trial(statements: readonly StatementTrial[], writes: readonly WriteTrial[], notRun: readonly Statement[]) {
    return {
      measuredAt: new Date().toISOString(),
      on: this.#options.describeTarget,
      repeats: this.#options.repeats,
      ...(this.#options.confidence > 0 ? { confidence: this.#options.confidence } : {}),
      queries: statements.map(({ subject: { statement }, comparison }) => {
        const { fingerprint, sql, calls } = statement
        const { before, after, sameResult, perCall } = comparison
        const { confidence } = perCall
        const figures = { fingerprint, sql, calls, before, after, sameResult }
        return { ...figures, ...(confidence === null ? {} : { confidence, slower: isSlower(comparison) }) }
      }),
      writes: [...writes],
      notRun: notRun.map((statement) => ({
        fingerprint: statement.fingerprint,
        reason: this.#notRun.get(statement) ?? '',
      })),
    } satisfies Partial<Trial>
  }

  #touched({ schema, name }: ObjectName): boolean {
    const index = [...this.indexes.values()].find(({ change }) => change.schema === schema && change.table === name)
    const own = new Set([quoteQualified(schema, name), ...(index?.tables ?? [])])
    const reads = ({ tables }: Subject) => [...tables.values()].some((t) => own.has(quoteQualified(t.schema, t.name)))
    return this.#subjects.some(reads) || [...this.#notRun.keys()].some(({ sql }) => sql.includes(name))
  }

  /** What is not there in a state: indexes not created yet, and those dropped. */
  #side(applied: ReadonlySet<Change>, tables: ReadonlySet<string>): Side {
    return [...this.indexes.values()]
      .filter(({ tables: own }) => [...own].some((table) => tables.has(table)))
      .filter(({ change }) => applied.has(change) === (change.kind === 'drop-index'))
      .flatMap(({ names }) => names)
  }
}

export function writeTrial(table: ObjectName, { rows, before, after }: WriteComparison): WriteTrial {
  return { schema: table.schema, table: table.name, rows, before, after }
}
