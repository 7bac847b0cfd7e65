import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Measurement } from '../model/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { indexesOf, type PlanNode } from '../twin/index.ts'
import { type Comparison, perCall } from './difference.ts'
import { type Measured, type MeasureOptions, measureSides, type Subject } from './measure.ts'
import { measurementOf } from './measurement.ts'
import { notRun } from './not-run.ts'
import { digestOf, orderDecides, sameResult } from './result.ts'
import { enterAs, execute, explain, giveSettings, onSide, type Side } from './session.ts'

export interface StatementComparison extends Comparison {
  readonly sameResult: boolean
}

/** A statement's plans on one side, for all of its values. */
interface SidePlan {
  readonly hash: string
  /** Names of the indexes that they read. */
  readonly indexes: ReadonlySet<string>
}

/**
 * Compares statements on sides. A plan decides what a run does, so two sides with the same plans are one: it is
 * measured once and stands for both, and what was measured for two plans holds wherever they meet again.
 */
export class Comparisons {
  readonly #client: ClientBase
  readonly #options: MeasureOptions
  readonly #plans = new Memo<SidePlan>()
  readonly #single = new Memo<StatementComparison>()
  readonly #pairs = new Memo<StatementComparison>()

  constructor(client: ClientBase, options: MeasureOptions) {
    this.#client = client
    this.#options = options
  }

  /** Whether a statement is planned alike on both sides, for all of its values. */
  async alike(subject: Subject, before: Side, after: Side): Promise<boolean> {
    return (await this.#plan(subject, before)).hash === (await this.#plan(subject, after)).hash
  }

  /** @throws NotRun where the statement fails with its values, or takes too long */
  async compare(subject: Subject, before: Side, after: Side): Promise<StatementComparison> {
    try {
      const [first, second] = [await this.#plan(subject, before), await this.#plan(subject, after)]
      if (first.hash === second.hash)
        return await this.#single.get(subject, first.hash, () => this.#one(subject, after))
      return await this.#pairs.get(subject, `${first.hash} ${second.hash}`, () => this.#pair(subject, before, after))
    } catch (error) {
      throw notRun(error)
    }
  }

  async #plan(subject: Subject, side: Side): Promise<SidePlan> {
    return this.#plans.get(subject, side.join(), () =>
      onSide(this.#client, side, async () => {
        const hash = createHash('sha1') // and not the plans: they hold values
        const indexes = new Set<string>()
        await enterAs(this.#client, subject.role)
        for (const values of subject.valueSets) {
          await giveSettings(this.#client, values)
          const { Plan: plan } = await explain<{ Plan: PlanNode }>(this.#client, subject, values, 'costs off, verbose')
          hash.update(JSON.stringify(plan))
          for (const index of indexesOf(plan)) indexes.add(index)
        }
        return { hash: hash.digest('hex'), indexes }
      }),
    )
  }

  /** The same plans with fewer indexes dropped: those that no plan would use anyway only cost time to drop. */
  async #smallest(subject: Subject, side: Side): Promise<Side> {
    const { hash } = await this.#plan(subject, side)
    for (let smallest: Side = []; ; ) {
      const plan = await this.#plan(subject, smallest)
      if (plan.hash === hash) return smallest
      const used = [...plan.indexes].map((index) => `.${quoteIdentifier(index)}`)
      const inTheWay = side.filter((name) => !smallest.includes(name) && used.some((end) => name.endsWith(end)))
      if (inTheWay.length === 0) return side
      smallest = [...smallest, ...inTheWay]
    }
  }

  async #one(subject: Subject, side: Side): Promise<StatementComparison> {
    const smallest = await this.#smallest(subject, side)
    const measured = (await measureSides(this.#client, subject, [smallest], this.#options)).get(smallest)
    const both = summary(measured)
    const runs = measured?.runs ?? []
    return { before: both, after: both, perCall: perCall(runs, runs), sameResult: true }
  }

  async #pair(subject: Subject, before: Side, after: Side): Promise<StatementComparison> {
    const sides = [await this.#smallest(subject, before), await this.#smallest(subject, after)] as const
    const measured = await measureSides(this.#client, subject, sides, this.#options)
    const [first, second] = sides.map((side) => measured.get(side))
    return {
      before: summary(first),
      after: summary(second),
      sameResult: await this.#sameResult(subject, sides[0], first, second),
      perCall: perCall(first?.runs ?? [], second?.runs ?? [], this.#options.confidence),
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
  return measurementOf(measured?.runs ?? [], measured?.buffers ?? null)
}
