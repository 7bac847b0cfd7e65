import type { Gap, Snapshot } from '../../model/index.ts'
import { availableMajor } from '../../postgres/index.ts'
import type { Candidate } from '../indexes/candidate.ts'
import { startTwinServer, type TwinServer } from '../server.ts'
import { Twin } from '../twin.ts'
import { applyWhatIfs } from './apply.ts'
import { majorNotes } from './major.ts'
import { type OpenedScenario, openScenario } from './open-scenario.ts'
import { PairPlanner, type PlannedPair, type Unplanned, type WhatIfStatement } from './planned-pair.ts'
import type { Scenario } from './scenario.ts'
import type { WhatIf } from './what-if.ts'

export interface WhatIfOptions {
  /** A running server of the source's major to build on; else one is started. */
  readonly server?: TwinServer
  /** A twin of the snapshot on that server, which stays open; else one is built. */
  readonly before?: Twin
  /** Told after each statement. */
  readonly onPlanned?: (done: number, of: number) => void
}

/** What what-ifs do to statements, by the planner's estimates. */
export interface WhatIfResult<S extends WhatIfStatement = WhatIfStatement> {
  readonly statements: readonly PlannedPair<S>[]
  /** Those that one side can't plan; they are in none of the sums. */
  readonly unplanned: readonly Unplanned<S>[]
  /** Sums of total cost times calls. */
  readonly costBefore: number
  readonly costAfter: number
  /** How many statements get another plan. */
  readonly flips: number
  /** Indexes that were added, with the size that they would have. */
  readonly added: readonly Candidate[]
  /** What could not be carried over, on either side. */
  readonly gaps: readonly Gap[]
  /** What follows from the what-ifs that nobody may have thought of. */
  readonly notes: readonly string[]
}

/**
 * Plans statements on a twin of the source, and on a twin of the source with all of the what-ifs.
 *
 * @example
 * await compareWhatIf(snapshot, [{ kind: 'grow', table: 'orders', factor: 10 }], snapshot.workload.statements)
 *
 * @throws PgwrightError `usage` for a what-if that can't be, `unsupported` for a major that is not installed
 */
export async function compareWhatIf<S extends WhatIfStatement>(
  snapshot: Snapshot,
  whatIfs: readonly WhatIf[],
  statements: readonly S[],
  options: WhatIfOptions = {},
): Promise<WhatIfResult<S>> {
  return compareScenario(snapshot, applyWhatIfs(snapshot, whatIfs), statements, options)
}

/** As {@link compareWhatIf}, where the source as it would be is known already. */
export async function compareScenario<S extends WhatIfStatement>(
  snapshot: Snapshot,
  scenario: Scenario,
  statements: readonly S[],
  options: WhatIfOptions = {},
): Promise<WhatIfResult<S>> {
  const cleanUp: (() => Promise<void>)[] = []
  try {
    const server = options.server ?? (await startTwinServer((await availableMajor(snapshot.server.major)).major))
    if (options.server === undefined) cleanUp.push(() => server.stop())
    const before = options.before ?? (await Twin.open(snapshot, { server }))
    if (options.before === undefined) cleanUp.push(() => before.close())
    const changed = scenario.major !== snapshot.server.major
    const other = changed ? await startTwinServer(scenario.major) : server
    if (changed) cleanUp.push(() => other.stop())
    const opened = await openScenario(scenario, other)
    cleanUp.push(() => opened.twin.close())
    const majors = changed ? await majorNotes(server, other) : []
    return await compare(snapshot, scenario, before, opened, statements, options, majors)
  } finally {
    for (const step of cleanUp.toReversed()) await step()
  }
}

async function compare<S extends WhatIfStatement>(
  snapshot: Snapshot,
  scenario: Scenario,
  before: Twin,
  { twin, added, gaps: ofStatistics }: OpenedScenario,
  statements: readonly S[],
  { onPlanned }: WhatIfOptions,
  majors: readonly string[],
): Promise<WhatIfResult<S>> {
  const planner = new PairPlanner(before, twin, snapshot, scenario)
  const pairs: PlannedPair<S>[] = []
  const unplanned: Unplanned<S>[] = []
  for (const [i, statement] of statements.entries()) {
    const planned = await planner.plan(statement)
    if ('reason' in planned) unplanned.push(planned)
    else pairs.push(planned)
    onPlanned?.(i + 1, statements.length)
  }
  const ofIndexes = added.flatMap((candidate) => candidate.gaps)
  const gaps = [...snapshot.gaps, ...before.gaps, ...scenario.gaps, ...twin.gaps, ...ofIndexes, ...ofStatistics]
  return {
    statements: pairs,
    unplanned,
    costBefore: pairs.reduce((sum, { statement, costBefore }) => sum + statement.calls * costBefore, 0),
    costAfter: pairs.reduce((sum, { statement, costAfter }) => sum + statement.calls * costAfter, 0),
    flips: pairs.filter(({ flips }) => flips).length,
    added,
    gaps: [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()],
    notes: [...scenario.notes, ...majors],
  }
}
