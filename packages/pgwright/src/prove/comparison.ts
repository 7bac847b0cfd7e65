import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Measurement } from '../model/index.ts'
import { type Comparison, fasterShare } from './difference.ts'
import { type Measured, type MeasureOptions, measureSides, type Subject } from './measure.ts'
import { measurementOf } from './measurement.ts'
import { notRun } from './not-run.ts'
import { digestOf, orderDecides, sameResult } from './result.ts'
import { enterAs, execute, explain, giveSettings, onSide, type Side } from './session.ts'

export interface StatementComparison extends Comparison {
  readonly sameResult: boolean
}

/**
 * Compares statements on sides. A plan decides what a run does, so two sides with the same plans are one: it is
 * measured once and stands for both, and what was measured for two plans holds wherever they meet again.
 */
export class Comparisons {
  readonly #client: ClientBase
  readonly #options: MeasureOptions
  readonly #plans = new Memo<string>()
  readonly #single = new Memo<Measurement>()
  readonly #pairs = new Memo<StatementComparison>()

  constructor(client: ClientBase, options: MeasureOptions) {
    this.#client = client
    this.#options = options
  }

  /** Whether a statement is planned alike on both sides, for all of its values. */
  async alike(subject: Subject, before: Side, after: Side): Promise<boolean> {
    return (await this.#plan(subject, before)) === (await this.#plan(subject, after))
  }

  /** @throws NotRun where the statement fails with its values, or takes too long */
  async compare(subject: Subject, before: Side, after: Side): Promise<StatementComparison> {
    try {
      const [first, second] = [await this.#plan(subject, before), await this.#plan(subject, after)]
      if (first !== second)
        return await this.#pairs.get(subject, `${first} ${second}`, () => this.#pair(subject, before, after))
      const only = await this.#single.get(subject, first, () => this.#measureOne(subject, after))
      return { before: only, after: only, sameResult: true, fasterShare: 0.5 }
    } catch (error) {
      throw notRun(error)
    }
  }

  /** What the plans of a side are, as a hash: they hold values. */
  async #plan(subject: Subject, side: Side): Promise<string> {
    return this.#plans.get(subject, side.join(), () =>
      onSide(this.#client, side, async () => {
        const hash = createHash('sha1')
        await enterAs(this.#client, subject.role)
        for (const values of subject.valueSets) {
          await giveSettings(this.#client, values)
          hash.update(JSON.stringify(await explain(this.#client, subject, values, 'costs off, verbose')))
        }
        return hash.digest('hex')
      }),
    )
  }

  async #measureOne(subject: Subject, side: Side): Promise<Measurement> {
    const measured = await measureSides(this.#client, subject, [side], this.#options)
    return summary(measured.get(side))
  }

  async #pair(subject: Subject, before: Side, after: Side): Promise<StatementComparison> {
    const measured = await measureSides(this.#client, subject, [before, after], this.#options)
    const [first, second] = [measured.get(before), measured.get(after)]
    return {
      before: summary(first),
      after: summary(second),
      sameResult: await this.#sameResult(subject, before, first, second),
      fasterShare: fasterShare(first?.timesMs ?? [], second?.timesMs ?? []),
    }
  }

  async #sameResult(subject: Subject, side: Side, first?: Measured, second?: Measured): Promise<boolean> {
    const loose = orderDecides(subject.sql)
    for (const [number, digest] of first?.digests ?? []) {
      const other = second?.digests.get(number)
      if (other === undefined || sameResult(digest, other, loose)) continue
      // What differs from run to run on one side (the time of day) says nothing of the other.
      const again = await this.#digestAgain(subject, side, number)
      if (sameResult(digest, again, false) || !sameResult(digest, other, true)) return false
    }
    return true
  }

  async #digestAgain(subject: Subject, side: Side, number: number) {
    const values = subject.valueSets[number] ?? subject.valueSets[0]
    return onSide(this.#client, side, async () => {
      await enterAs(this.#client, subject.role)
      await giveSettings(this.#client, values)
      return digestOf((await execute(this.#client, subject, values)).rows)
    })
  }
}

/** What is known of each subject, by a key. */
class Memo<Value> {
  readonly #known = new WeakMap<Subject, Map<string, Value>>()

  async get(subject: Subject, key: string, make: () => Promise<Value>): Promise<Value> {
    const own = this.#known.get(subject) ?? new Map<string, Value>()
    this.#known.set(subject, own)
    const value = own.get(key) ?? (await make())
    own.set(key, value)
    return value
  }
}

function summary(measured: Measured | undefined): Measurement {
  return measurementOf(measured?.timesMs ?? [], measured?.buffers ?? null)
}
