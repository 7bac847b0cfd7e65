import {
  type Change,
  type Gap,
  type Note,
  PgwrightError,
  type Plan,
  planVersion,
  type Snapshot,
  type TableShape,
  tableShape,
} from '../model/index.ts'
import { withoutValues } from '../observe/index.ts'
import { normalise, quoteQualified } from '../sql/index.ts'
import {
  type IndexSpec,
  type PlanNode,
  type SampledExpression,
  type SpecCandidate,
  Twin,
  type TwinServer,
} from '../twin/index.ts'
import { besideIndexes, nothing } from './beside-indexes.ts'
import { CandidateSource } from './candidates/candidate-specs.ts'
import { type IndexKind, indexKinds } from './candidates/kinds.ts'
import { type Choice, createChanges, dropChanges, withReplaced } from './changes.ts'
import { costUnit } from './cost-unit.ts'
import { withTimes } from './estimated-time.ts'
import { type Sampler, sampledExpressions } from './expressions.ts'
import { type InPlace, putInPlace } from './in-place.ts'
import { IndexNames } from './index-name.ts'
import { Keeping } from './keeping.ts'
import { Partitions } from './partitions.ts'
import { type PlannedStatement, type PlannedWorkload, planWorkload } from './planned-statement.ts'
import { isThere } from './redundant.ts'
import type { Room } from './rewrites/rewrite-changes.ts'
import { rootAccesses } from './root-accesses.ts'
import { bitsOf } from './search/bits.ts'
import { Costs } from './search/costs.ts'
import type { IndexPrice } from './search/problem.ts'
import { Search } from './search/search.ts'
import { WhatIf } from './search/what-if.ts'
import type { StatisticsSampler } from './statistics/statistics-changes.ts'
import { varied } from './variants.ts'
import { requireTimes, type WeightBy, weighed } from './weights.ts'
import { withWholeTables } from './whole-tables.ts'
import { statementEstimates, workloadCost } from './worth.ts'
import { WriteCosts } from './writes/write-costs.ts'

export interface AdviseOptions {
  /** Of all new indexes together. */
  readonly budgetBytes?: number
  readonly maxIndexes?: number
  /** Share of the workload's cost that an index must save. Default: `usualGain`. */
  readonly minGain?: number
  /** Where it is given, the search goes on for as long as it finds anything to ask. */
  readonly timeLimitMs?: number
  /** The first good set of indexes, and nothing beside indexes. */
  readonly quick?: true
  /** Calls by default. */
  readonly weightBy?: WeightBy
  /** What indexes may be. Default: all that there are. */
  readonly kinds?: readonly IndexKind[]
  /** Keys of one index at most. Default: 4. */
  readonly maxWidth?: number
  /** Finds out about expressions on the source. Default: the planner's own guesses are taken. */
  readonly sample?: Sampler
  /** Finds out about columns together on the source. Default: no extended statistics are advised. */
  readonly sampleTogether?: StatisticsSampler
  /** What an index takes of the budget, in bytes. Default: the size that it would have. */
  readonly sizeOf?: (candidate: SpecCandidate) => number
  /** A running server of the source's major to plan on, which outlives the twin; else one is started. */
  readonly server?: TwinServer
}

export interface Advice {
  readonly plan: Plan
  /** What would help and is nothing to apply. */
  readonly notes: readonly Note[]
  /** Of the workload's statements, by fingerprint, with the indexes that the source has and typical values. */
  readonly plans: ReadonlyMap<string, PlanNode>
  /** What the twin lacks of the source. */
  readonly gaps: readonly Gap[]
  /** What no set, within the limits, of the candidates that some plan uses can bring the workload's cost below. */
  readonly lowerBound: number
  /** Indexes that were looked at. */
  readonly candidates: number
  readonly whatIfCalls: number
  /** The time limit ended the search; with more time it might find better. */
  readonly timedOut: boolean
  readonly durationMs: number
}

const defaultTimeLimitMs = 60_000
/** More columns than this in an index serve one statement and burden every write. */
const defaultMaxWidth = 4

/**
 * The set of index changes that makes a workload cheapest on the twin, net of what they cost its writes. Every figure
 * in the plan is the planner's estimate until `prove` has measured it.
 *
 * @throws PgwrightError where no twin can be made, and `usage` where it is to be weighed by times that are not known
 */
export async function advise(source: Snapshot, options: AdviseOptions = {}): Promise<Advice> {
  const startedAt = Date.now()
  const deadline = startedAt + (options.timeLimitMs ?? defaultTimeLimitMs)
  const weightBy = options.weightBy ?? 'calls'
  requireTimes(source.workload, weightBy)
  const twin = await Twin.open(source, options.server && { server: options.server })
  const snapshot = withWholeTables(source)
  try {
    const planned = await planWorkload(twin, snapshot)
    requirePlanned(planned)
    const statements = weighed(await varied(twin, planned.statements), weightBy)
    const { kinds = indexKinds, maxWidth = defaultMaxWidth } = options
    const thought = new CandidateSource(snapshot, statements, { kinds: new Set(kinds), maxWidth })
    const { candidates, sampled } = await makeCandidates(twin, thought, statements, options)
    const writes = new WriteCosts(snapshot)
    const whatIf = new WhatIf(twin, candidates)
    const search = new Search(whatIf, statements, priced(new Keeping(snapshot, writes), options), {
      budgetBytes: options.budgetBytes ?? null,
      maxIndexes: options.maxIndexes ?? null,
      minGain: options.minGain ?? null,
      deadline,
      thorough: options.timeLimitMs !== undefined && options.quick !== true,
    })
    const { plans, chosen, lowerBound } = await search.run()
    const timedOut = Date.now() > deadline
    const costs = new Costs(whatIf, plans)
    const costBefore = await workloadCost(costs, statements, bitsOf(candidates.length, []))
    const choice = { twin, snapshot, costs, statements, writes, candidates, chosen, costBefore }
    const names = new IndexNames(snapshot)
    const plan = withTimes(await planOf(choice, planned, names), costUnit(statements), snapshot.workload)
    const partitions = new Partitions(snapshot)
    const candidatesFor = (generic: PlanNode) =>
      newIndexes(twin, thought.specs(rootAccesses(generic, snapshot, partitions)))
    const room = roomLeft(plan, options)
    const beside =
      timedOut || options.quick === true
        ? nothing
        : await besideIndexes(await chosenInPlace(choice, whatIf, sampled), {
            candidatesFor,
            writes,
            names,
            room,
            sample: options.sampleTogether,
          })
    const changes = [...plan.changes, ...beside.changes]
    return {
      plan: { ...plan, tables: tablesOf(changes, snapshot), changes },
      notes: beside.notes,
      plans: new Map(planned.statements.map(({ statement, plan: own }) => [statement.fingerprint, own])),
      gaps: twin.gaps,
      timedOut,
      lowerBound: Math.min(lowerBound, plan.costAfter),
      candidates: candidates.length,
      whatIfCalls: twin.explains,
      durationMs: Date.now() - startedAt,
    }
  } finally {
    await twin.close()
  }
}

/** What the plan is for, so that a table which is another by then is not taken for it. */
function tablesOf(changes: readonly Change[], snapshot: Snapshot): TableShape[] {
  const tables = new Map(changes.map((change) => [quoteQualified(change.schema, change.table), change]))
  return [...tables.values()].flatMap(({ schema, table }) => tableShape(snapshot, schema, table) ?? [])
}

async function makeCandidates(
  twin: Twin,
  source: CandidateSource,
  statements: readonly PlannedStatement[],
  { sample }: AdviseOptions,
): Promise<Pick<Choice, 'candidates'> & Pick<InPlace, 'sampled'>> {
  const specs = statements.flatMap(({ accesses }) => source.specs(accesses))
  const sampled = sample === undefined ? undefined : await sampledExpressions(specs, sample)
  return { candidates: await newIndexes(twin, specs, sampled), sampled }
}

/** Makes indexes on the twin that the source has not. */
async function newIndexes(
  twin: Twin,
  specs: readonly IndexSpec[],
  sampled?: SampledExpression,
): Promise<SpecCandidate[]> {
  const made = await twin.addIndexes(specs, sampled)
  return made.filter((candidate) => !isThere(candidate, twin.snapshot))
}

function priced(keeping: Keeping, { sizeOf }: AdviseOptions) {
  return (candidate: SpecCandidate): IndexPrice => ({
    bytes: sizeOf?.(candidate) ?? candidate.sizeBytes,
    upkeep: keeping.upkeep(candidate),
  })
}

/** @throws PgwrightError `empty-workload` where no statement could be planned */
function requirePlanned({ statements, excluded }: PlannedWorkload): void {
  const [first] = excluded
  if (statements.length > 0 || first === undefined) return
  throw new PgwrightError(
    'empty-workload',
    `None of the ${excluded.length} statements of the workload can be planned on this database; the first ${first.reason}.`,
    'Check that the workload belongs to this database.',
  )
}

/** What is redundant has been hidden by now. */
async function chosenInPlace(
  { twin, snapshot, costs, statements: all, candidates, chosen: numbers }: Choice,
  whatIf: WhatIf,
  sampled: InPlace['sampled'],
) {
  const after = await costs.ofAll(all, bitsOf(candidates.length, numbers))
  await whatIf.hideAll()
  const chosen = numbers.flatMap((index) => candidates[index] ?? [])
  const statements = all.map((planned, i) => ({ planned, cost: after[i] ?? 0 }))
  return putInPlace({ twin, snapshot, chosen, sampled, statements })
}

/** What the limits leave for indexes that another form of a statement wants. */
function roomLeft({ changes }: Plan, { budgetBytes, maxIndexes }: AdviseOptions): Room {
  const created = changes.filter(({ kind }) => kind === 'create-index')
  const bytes = created.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return {
    bytes: (budgetBytes ?? Number.POSITIVE_INFINITY) - bytes,
    indexes: (maxIndexes ?? Number.POSITIVE_INFINITY) - created.length,
  }
}

async function planOf(choice: Choice, planned: PlannedWorkload, names: IndexNames): Promise<Plan> {
  const { snapshot, costs, candidates, chosen, costBefore } = choice
  // Before indexes are hidden to see what may go: costs with nothing new are those of now.
  const estimates = await statementEstimates(costs, choice.statements, bitsOf(candidates.length, chosen))
  const creates = await createChanges(choice, names)
  const drops = await dropChanges(choice, creates)
  return {
    format: 'pgwright-plan',
    schemaVersion: planVersion,
    createdAt: new Date().toISOString(),
    source: { database: snapshot.database.name, serverVersion: snapshot.server.version },
    workload: {
      source: snapshot.workload.source,
      // Queries from files come with literals, which a plan, being committed to git, is not to hold.
      statements: planned.statements.map(({ statement }) => withoutValues(statement)),
      excluded: [
        ...snapshot.workload.excluded,
        ...planned.excluded.map(({ sql, reason }) => ({ sql: normalise(sql), reason })),
      ],
    },
    costBefore,
    estimates,
    costAfter: await workloadCost(costs, choice.statements, bitsOf(candidates.length, chosen)),
    changes: [...withReplaced(creates.values(), drops), ...drops],
    rejected: [],
    trial: null,
  }
}
