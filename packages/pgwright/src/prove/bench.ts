import type { ClientBase } from 'pg'
import type { Change, Forms, ObjectName, RandomSource, Statement, Trial, WriteTrial } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import type { ColdPair, ColdRuns } from './cold.ts'
import { Comparisons, type StatementComparison } from './comparison.ts'
import { isSlower } from './difference.ts'
import type { Subject } from './measure.ts'
import { NotRun, notRun as notRunReason } from './not-run.ts'
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
  /** What runs statements cold, or why nothing can; null where nobody asked. */
  readonly cold: ColdRuns | NotRun | null
  /** That a gain must have to count, below 1; 0 where any will do that is clear. */
  readonly confidence: number
}

export interface StatementTrial {
  readonly subject: Subject
  readonly comparison: StatementComparison
  /** Or why there is none; absent where nobody asked. */
  readonly cold?: ColdPair | NotRun
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
      const { before, after } = this.#sides(subject, states)
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

  /** The statements with cold figures beside the others, where these were asked for. */
  async cold(states: States, trials: readonly StatementTrial[]): Promise<readonly StatementTrial[]> {
    const { cold } = this.#options
    if (cold === null) return trials
    if (cold instanceof NotRun) return trials.map((trial) => ({ ...trial, cold }))
    const all: StatementTrial[] = []
    for (const trial of trials) {
      const { before, after } = trial.comparison
      const warmMs = Math.max(before.maxMs, after.maxMs)
      const sides = this.#sides(trial.subject, states)
      const measured = cold.compare(trial.subject, sides, warmMs, before === after)
      all.push({ ...trial, cold: await measured.catch(notRunReason) })
    }
    return all
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
      queries: statements.map(({ subject: { statement }, comparison, cold }) => {
        const { fingerprint, sql, calls } = statement
        const { before, after, sameResult, perCall } = comparison
        const { confidence } = perCall
        const coldly = cold === undefined || cold instanceof NotRun ? {} : { cold }
        const figures = { fingerprint, sql, calls, before, after, sameResult, ...coldly }
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

  #sides({ tables }: Subject, { before, after }: States) {
    const names = new Set([...tables.values()].map(({ schema, name }) => quoteQualified(schema, name)))
    return { before: this.#side(before, names), after: this.#side(after, names) }
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
