import { quantile, type StatementVerdict, type TableVerdict, type Verdict, type VerdictKind } from '../model/index.ts'
import type { WindowStatement } from './window.ts'

/** A table that was changed, and what stands for it in statements: views on it, partitions, its partitioned table. */
export interface ChangedTable {
  readonly table: string
  readonly changeIds: readonly string[]
  /** Whether a statement reads or writes it. */
  touches(sql: string): boolean
}

/** Fewer calls in a window say nothing. */
const leastCalls = 20

/** Statements that have nothing to do with the changes, at least as many as these, tell how all times changed. */
const leastControls = 5

/** Quantile of the normal distribution that a difference must pass: one in two hundred by chance, on either side. */
const clear = 2.58

/** A change of the mean by less is of no interest, however clear it is. */
const notable = 0.1

/** A call that looks at as many blocks, but for this share, goes about it as it did. */
const sameBlocks = 0.05

/**
 * Compares an application's statements in a window before a plan was applied and one after. Pure.
 *
 * Times of single calls are far from normal, but their means over dozens of calls are near it (central limit theorem):
 * Welch's test, with the variances that `pg_stat_statements` counts.
 */
export function judge(
  before: readonly WindowStatement[],
  after: readonly WindowStatement[],
  changed: readonly ChangedTable[],
  windowMs: number,
): Omit<Verdict, 'reverted'> {
  const pairs = pairsOf(before, after)
  const controls = pairs.filter(({ was }) => changed.every((table) => !table.touches(was.sql)))
  const drift = driftOf(controls)
  const tables = changed.map((table) =>
    judgeTable(
      table,
      pairs.filter(({ was }) => table.touches(was.sql)),
      drift,
      windowMs,
    ),
  )
  return { verdict: worstOf(tables.map(({ verdict }) => verdict)), windowMs, drift, tables }
}

interface Pair {
  readonly was: WindowStatement
  readonly is: WindowStatement
}

function pairsOf(before: readonly WindowStatement[], after: readonly WindowStatement[]): Pair[] {
  const key = ({ fingerprint, role }: WindowStatement) => JSON.stringify([fingerprint, role])
  const later = new Map(after.map((one) => [key(one), one]))
  return before.flatMap((was) => {
    const is = later.get(key(was))
    return is === undefined ? [] : { was, is }
  })
}

/** What the machine did to all alike: it had more or less else to do. */
function driftOf(controls: readonly Pair[]): number {
  const ratios = controls.filter(hasEnough).map(({ was, is }) => is.meanMs / was.meanMs)
  return ratios.length < leastControls ? 1 : quantile(ratios, 0.5)
}

function hasEnough({ was, is }: Pair): boolean {
  return was.calls >= leastCalls && is.calls >= leastCalls && was.meanMs > 0
}

function judgeTable(
  { table, changeIds }: ChangedTable,
  pairs: readonly Pair[],
  drift: number,
  windowMs: number,
): TableVerdict {
  const statements = pairs.map((pair) => judgeStatement(pair, drift))
  const counted = pairs.filter(hasEnough)
  const saved = sum(counted, ({ was, is }) => was.calls * (was.meanMs - is.meanMs / drift))
  const error = Math.sqrt(sum(counted, (pair) => pair.was.calls ** 2 * errorOf(pair, drift) ** 2))
  const spent = sum(counted, ({ was }) => was.calls * was.meanMs)
  const verdict = kindOf(saved, error, spent)
  return {
    table,
    changeIds: [...changeIds],
    verdict,
    reason: reasonOf(verdict, counted.length, pairs.length),
    savedMsPerSecond: (saved / windowMs) * 1000,
    statements: statements.sort((a, b) => b.before.calls * b.before.meanMs - a.before.calls * a.before.meanMs),
  }
}

/** Writes pay for an index that reads gain from, so that a table's statements are judged together. */
function kindOf(saved: number, error: number, spent: number): VerdictKind {
  if (Math.abs(saved) < clear * error || Math.abs(saved) < notable * spent || spent === 0) return 'undecided'
  return saved > 0 ? 'kept' : 'worse'
}

function reasonOf(verdict: VerdictKind, counted: number, all: number): string {
  if (all === 0) return 'None of its statements was called both before and after.'
  if (counted === 0) return `None of its statements was called ${leastCalls} times before and after.`
  if (verdict === 'kept') return 'Its statements need less time together.'
  if (verdict === 'worse') return 'Its statements need more time together.'
  return 'The difference is small, or no clearer than chance.'
}

function judgeStatement(pair: Pair, drift: number): StatementVerdict {
  const { was, is } = pair
  const difference = is.meanMs / drift - was.meanMs
  const isClear = Math.abs(difference) >= clear * errorOf(pair, drift) && Math.abs(difference) >= notable * was.meanMs
  const slower = difference > 0
  // More of the same work elsewhere makes times longer, and no plan.
  const asBefore = slower && Math.abs(is.blocksPerCall - was.blocksPerCall) <= sameBlocks * was.blocksPerCall
  const reason = !hasEnough(pair)
    ? `Fewer than ${leastCalls} calls.`
    : !isClear
      ? 'The difference is small, or no clearer than chance.'
      : asBefore
        ? 'It is slower, but looks at as many blocks as before: something else slows it.'
        : null
  return {
    fingerprint: was.fingerprint,
    sql: was.sql,
    role: was.role,
    before: figuresOf(was),
    after: figuresOf(is),
    ratio: was.meanMs > 0 ? is.meanMs / drift / was.meanMs : 1,
    verdict: reason !== null ? 'undecided' : slower ? 'worse' : 'better',
    reason,
  }
}

/** Standard error of the difference of the means. */
function errorOf({ was, is }: Pair, drift: number): number {
  return Math.sqrt(was.variance / was.calls + is.variance / drift ** 2 / is.calls)
}

function figuresOf({ calls, meanMs, blocksPerCall }: WindowStatement) {
  return { calls, meanMs, blocksPerCall }
}

function worstOf(verdicts: readonly VerdictKind[]): VerdictKind {
  if (verdicts.includes('worse')) return 'worse'
  return verdicts.includes('kept') ? 'kept' : 'undecided'
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
