import type { Snapshot } from '../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../sql/index.ts'
import { figure, percent } from '../figures.ts'
import type { PartitionedCost } from './partitioned-costs.ts'
import type { RangeKey } from './range-key.ts'
import type { Retention } from './retention.ts'

/** Why a table would be cut into partitions. */
export interface Reasons {
  readonly range: RangeKey
  /** Statements of which the planner's cost is at least halved, the one that gains most first; may be none. */
  readonly gaining: readonly PartitionedCost[]
  /** Statements that become dearer, the one that loses most first. */
  readonly losing: readonly PartitionedCost[]
  /** Of the workload's cost, by all statements that read the table but its deletes; below 0 where it rises. */
  readonly saved: number
  readonly retention: Retention | null
}

export function titleOf({ range, gaining }: Reasons): string {
  const table = tableOf(range)
  const column = readableIdentifier(range.column)
  return gaining.length > 0
    ? `Ranges of ${column} are read from ${table}: of partitions by it, few would be.`
    : `Old rows of ${table} are deleted by ${column}: partitions by it could be dropped.`
}

/** What is known of the table, of its statements in partitions, and of what is deleted. */
export function evidenceOf({ indexes }: Snapshot, reasons: Reasons): string {
  const { range, gaining, losing, saved, retention } = reasons
  const { relation, length } = range
  const rows = relation.size.tuples
  const sentences = [
    `${tableOf(range)} has about ${figure(rows)} rows. ${cutOf(range)} makes about ${length.partitions} partitions of ${figure(rows / length.partitions)} rows.`,
    gaining.length === 0 ? costSentence(saved) : gainSentence(gaining, saved),
    losingSentence(losing),
    'Planning takes longer with each partition, which no cost tells.',
    retention === null ? '' : retentionSentence(retention, indexes.filter(isOf(range)).length),
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

/** What has to be done, and what is lost by it. */
export function adviceOf(snapshot: Snapshot, { range, retention }: Reasons): string {
  const column = readableIdentifier(range.column)
  const lacking = snapshot.indexes.filter(isOf(range)).filter(({ unique, exclusion, keys }) => {
    return (unique || exclusion) && !keys.some((key) => key.column === range.column)
  })
  const names = lacking.map(({ name, keys }) => {
    return `${readableIdentifier(name)} (${keys.map(({ definition }) => definition).join(', ')})`
  })
  const sentences = [
    `Make it a table partitioned by range of ${column}, with partitions made ahead of time.`,
    retention === null
      ? ''
      : 'Detach and drop a partition once all of it is old, instead of the delete: rows then stay until the last of their partition is.',
    lacking.length === 0
      ? `Its unique keys, if any, contain ${column}.`
      : `Each unique key must contain ${column}, and no longer holds over the table by itself: ${names.join(', ')}.`,
    'No foreign key points to it.',
    'The rows have to be moved, or all of them attached as one partition first: rehearse that on a copy.',
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

function isOf({ relation }: RangeKey) {
  return ({ schema, table }: { readonly schema: string; readonly table: string }) =>
    schema === relation.schema && table === relation.name
}

function tableOf({ relation: { schema, name } }: RangeKey): string {
  return readableQualified(schema, name)
}

/** `1 month`, `3 months`, `500000`. */
function cutOf({ column, length: { every } }: RangeKey): string {
  const length = /^\d+$/.test(every) ? figure(Number(every)) : every.replace(/^1 /, '')
  return `Cut by ${readableIdentifier(column)} for every ${length}, it`
}

function gainSentence([first, ...others]: readonly PartitionedCost[], saved: number): string {
  if (first === undefined) return ''
  const drawn = [first, ...others].some((one) => one.drawn)
  const more = others.length === 0 ? '' : `, and that of ${figure(others.length)} more by half and more`
  return `On a twin in that form the cost of the statement that gains most falls from ${figure(first.before)} to ${figure(first.after)} a call${more}; the workload's falls by ${percent(saved)}, the advised indexes being there in both (estimates${drawn ? ', for values drawn from statistics' : ''}).`
}

function costSentence(saved: number): string {
  const share = percent(Math.abs(saved))
  const change = Math.abs(saved) < 0.001 ? 'stays as it is' : saved < 0 ? `rises by ${share}` : `falls by ${share}`
  return `On a twin in that form the cost of the workload without these deletes ${change} (estimate).`
}

function losingSentence(losing: readonly PartitionedCost[]): string {
  const [worst] = losing
  if (worst === undefined) return ''
  const who = losing.length === 1 ? 'One statement becomes' : `${figure(losing.length)} statements become`
  return `${who} dearer, ${losing.length === 1 ? '' : 'the one that loses most '}from ${figure(worst.before)} to ${figure(worst.after)} a call.`
}

/** By the workload's counts, and no plan: that a deleted row is to be vacuumed is in no cost. */
function retentionSentence({ calls, rows, rowsPerDay }: Retention, indexes: number): string {
  const aDay = rowsPerDay === null ? '' : `, about ${figure(rowsPerDay)} a day`
  const entries = indexes === 0 ? '' : ` with up to ${indexes} index ${indexes === 1 ? 'entry' : 'entries'}`
  return `The workload deletes ${figure(rows)} rows by it in ${figure(calls)} calls${aDay} (by its counts): each is a dead row${entries} for VACUUM. A partition that is dropped leaves none.`
}
