import type { Snapshot, Statement, StatementSample, Workload } from '../../../model/index.ts'
import { samplesFor } from '../samples.ts'
import { withParameters } from '../with-parameters.ts'
import { byName, type Group } from './group.ts'
import type { KnownColumns } from './scope.ts'
import { selectGroups } from './select-groups.ts'
import { type StatementShape, statementShape } from './statement-shape.ts'
import { templateAt } from './template-at.ts'

/** What a workload was made smaller to. */
export interface Compression {
  /** Statements that stand for the workload. */
  readonly queries: number
  /** Statements that they stand for, themselves among them. */
  readonly represented: number
  /** Part of the workload, of calls and time in equal shares, that they stand for. */
  readonly share: number
}

export interface CompressedWorkload {
  readonly workload: Workload
  readonly compression: Compression
}

/**
 * A workload of at most so many statements that advice for it is advice for the whole. One that is small enough already
 * stays as it is. Otherwise statements that ask the same of the planner (see {@link statementShape}) become one, which has
 * the calls, time and rows of all: the one with the most calls stands for the others. What is then still too much is cut
 * by weight, but not the last statement on a table where ten others are alike.
 *
 * A statement's weight is the mean of its share of the calls and its share of the time, where times are known: by calls
 * alone a report that runs for an hour would be nothing, by time alone a look-up that an index would spare the most.
 *
 * @param options.most statements, 300 by default
 */
export function compressWorkload(
  workload: Workload,
  snapshot: Pick<Snapshot, 'relations'>,
  options: { readonly most?: number } = {},
): CompressedWorkload {
  const { most = 300 } = options
  const { statements } = workload
  if (statements.length <= most)
    return { workload, compression: { queries: statements.length, represented: statements.length, share: 1 } }
  const groups = groupsOf(statements, columnsOf(snapshot))
  const kept = selectGroups(groups, most)
  const represented = kept.reduce((sum, { members }) => sum + members.length, 0)
  const left = statements.length - represented
  const share = left === 0 ? 1 : kept.reduce((sum, { weight }) => sum + weight, 0)
  const reason = `It is one of those with the least weight: ${most} are worked on, which stand for ${percent(share)} of the workload.`
  return {
    workload: {
      ...workload,
      statements: kept.map(merged),
      excluded: left === 0 ? workload.excluded : [...workload.excluded, { sql: '…', reason, count: left }],
    },
    compression: { queries: kept.length, represented, share },
  }
}

function groupsOf(statements: readonly Statement[], known: KnownColumns): Group[] {
  const weightOf = weightsOf(statements)
  const groups = new Map<string, Group>()
  for (const statement of [...statements].sort(byName)) {
    const shape = statementShape(statement.sql, known)
    const key = JSON.stringify([shape?.text ?? statement.fingerprint, statement.role])
    const group = groups.get(key) ?? { members: [], tables: shape?.tables ?? [], weight: 0 }
    group.members.push({ statement, shape })
    group.weight += weightOf(statement)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function weightsOf(statements: readonly Statement[]): (statement: Statement) => number {
  const calls = statements.reduce((sum, statement) => sum + statement.calls, 0)
  const time = statements.reduce((sum, statement) => sum + statement.totalMs, 0)
  return (statement) => {
    const ofCalls = statement.calls / Math.max(calls, Number.MIN_VALUE)
    return time === 0 ? ofCalls : (ofCalls + statement.totalMs / time) / 2
  }
}

function columnsOf({ relations }: Pick<Snapshot, 'relations'>): KnownColumns {
  const known = new Map<string, ReadonlySet<string>>()
  for (const { schema, name, columns } of relations) {
    const names = new Set(columns.map((column) => column.name))
    known.set(`${schema}.${name}`, names)
    if (!known.has(name)) known.set(name, names)
  }
  return known
}

/** A literal that not all members have is none of the group's: the statement that stands for it gets a parameter there. */
function merged({ members }: Group): Statement {
  const main = members.reduce((most, member) => (heavier(member.statement, most.statement) ? member : most))
  if (members.length === 1) return main.statement
  const sum = (of: (statement: Statement) => number) =>
    members.reduce((total, { statement }) => total + of(statement), 0)
  const calls = sum((statement) => statement.calls)
  const template = templateAt(main.statement.sql, differingValues(main.shape, members))
  const sql = withParameters(template, [...template.values.keys()]) ?? main.statement.sql
  const known = members.some(({ statement }) => statement.samples !== undefined) || sql !== main.statement.sql
  return {
    fingerprint: main.statement.fingerprint,
    sql,
    role: main.statement.role,
    calls,
    totalMs: sum(({ totalMs }) => totalMs),
    rows: sum(({ rows }) => rows),
    ...(known
      ? {
          samples: samplesFor(
            members.flatMap(({ statement }) => samplesOf(statement)),
            calls,
          ),
        }
      : {}),
  }
}

function heavier(a: Statement, b: Statement): boolean {
  return a.calls > b.calls || (a.calls === b.calls && a.totalMs > b.totalMs)
}

function samplesOf({ samples, sql, calls }: Statement): readonly StatementSample[] {
  return samples ?? [{ sql, calls }]
}

/** Where in the main statement, in bytes, a literal stands that another member has otherwise. */
function differingValues(main: StatementShape | null, members: Group['members']): number[] {
  return (main?.values ?? []).flatMap(({ literal, locations }, at) => {
    const same = members.every(({ shape }) => shape?.values[at]?.literal === literal)
    return literal === null || same ? [] : locations
  })
}

function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`
}
