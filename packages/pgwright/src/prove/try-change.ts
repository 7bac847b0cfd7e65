import type { Change, Forms, Plan, Trial } from '../model/index.ts'
import { type Bench, writeTrial } from './bench.ts'
import { judge } from './verdict.ts'
import { writtenRows } from './written-rows.ts'

/** Tries one change with all others in place, those that need it left out on the side without it. */
export async function tryChange(bench: Bench, plan: Plan, change: Change, inPlace: readonly Change[]): Promise<Trial> {
  const index = bench.indexes.get(change)
  if (index === undefined) throw new Error(`no index for the change ${change.id}`)
  const needing = new Set([change, ...dependents(change, inPlace)])
  const states = { before: new Set(inPlace.filter((other) => !needing.has(other))), after: new Set(inPlace) }
  const served = new Set(change.benefit.queries.map(({ fingerprint }) => fingerprint))
  const statements = await bench.statements(states, ({ fingerprint }) => served.has(fingerprint))
  const table = { schema: change.schema, name: change.table }
  const writes = await bench.writes(states, table)
  const notRun = [...bench.notRun.keys()].filter((statement) => served.has(statement.fingerprint))
  const sizeBytes = change.kind === 'create-index' ? index.sizeBytes : -index.sizeBytes
  const verdict = judge(change, {
    statements: statements.map(({ subject, comparison }) => ({ calls: subject.statement.calls, comparison })),
    writes,
    writtenRows: writtenRows(plan.workload, table, index.columns),
    sizeBytes,
    notRun: notRun.length,
  })
  const figures = bench.trial(statements, writes === null ? [] : [writeTrial(table, writes)], notRun)
  return { ...figures, ...verdict, sizeBytes, buildMs: index.buildMs }
}

/** Tries a change by its own forms, beside the indexes in place and after the changes that it rests on. */
export async function tryDeclared(
  bench: Bench,
  change: Change,
  forms: Forms,
  inPlace: readonly Change[],
): Promise<Trial> {
  const company = inPlace.filter((other) => dependents(other, inPlace).includes(change))
  const trial = await bench.forms(change, forms, { hidden: bench.hidden(new Set(inPlace)), company })
  return { ...bench.trial([], [], []), ...trial }
}

/** A change whose index could not be built or is not there. */
export function untried(bench: Bench, reason: string): Trial {
  return {
    ...bench.trial([], [], []),
    verdict: 'undecided',
    reason: `It could not be tried: ${reason}`,
    sizeBytes: 0,
    buildMs: 0,
  }
}

/** Changes that rest on this one, directly or through another. */
export function dependents(change: Change, changes: readonly Change[]): Change[] {
  const direct = changes.filter(({ dependsOn }) => dependsOn.includes(change.id))
  return [...new Set(direct.flatMap((other) => [other, ...dependents(other, changes)]))]
}
