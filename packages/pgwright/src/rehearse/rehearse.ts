import type { Rehearsal, RehearsedSource, RehearsedStatement, Snapshot } from '../model/index.ts'
import { availableMajor } from '../postgres/index.ts'
import { EmptyCopy, startTwinServer, type TwinServer } from '../twin/index.ts'
import { type Rates, usualRates } from './estimate.ts'
import type { Migration } from './migration.ts'
import { performMigrations } from './perform-migrations.ts'
import { changedPlans } from './plans/changed-plans.ts'
import { observeCopy } from './plans/observe-copy.ts'
import { withSaferForms } from './safer/rewritten.ts'

export interface RehearseOptions {
  /** Where the migrations come from, to be told with the result. */
  readonly sources?: readonly RehearsedSource[]
  /** What the source was measured to read; else usual rates. */
  readonly rates?: Rates
  /** Told now and then: what is being done, and how much of it is through; null where that is not known. */
  readonly onProgress?: (doing: string, share: number | null) => void
  readonly signal?: AbortSignal
  /** A running server of the source's major to rehearse on, which outlives it; else one is started. */
  readonly server?: TwinServer
}

/**
 * Runs migrations on an empty copy of the source, in order, and tells what each statement did: whether it runs, what it
 * locks, rewrites and scans, which plans of the workload are others afterwards. Safer forms are run the same way, in
 * the statements' place, on another copy.
 *
 * @throws PgwrightError `unsupported` where no server can be started; `cancelled` once the signal is given
 */
export async function rehearse(
  snapshot: Snapshot,
  migrations: readonly Migration[],
  options: RehearseOptions = {},
): Promise<Rehearsal> {
  const started = performance.now()
  const { onProgress = () => {} } = options
  onProgress('copying the schema', null)
  const server = options.server ?? (await startTwinServer((await availableMajor(snapshot.server.major)).major))
  try {
    const run = (what: string) => (all: readonly Migration[]) =>
      onCopy(snapshot, server, options, (copy) =>
        performMigrations(copy, snapshot, all, options.rates ?? usualRates, (share) => onProgress(what, share)),
      )
    const { result, before, after, gaps } = await run('rehearsing')(migrations)
    const statements = await withSaferForms(migrations, result, async (rewritten) => {
      return (await run('rehearsing safer forms')(rewritten)).result
    })
    onProgress('planning the workload', null)
    const plans = await changedPlans(snapshot, server, before, after, (share) =>
      onProgress('planning the workload', share),
    )
    return {
      schemaVersion: 1,
      source: {
        database: snapshot.database.name,
        serverVersion: snapshot.server.version,
        takenAt: snapshot.takenAt,
      },
      major: server.major,
      sources: [...(options.sources ?? [])],
      statements,
      plansChanged: [...plans.changed],
      plansCompared: plans.compared,
      durationMs: performance.now() - started,
      gaps: [...snapshot.gaps, ...gaps],
    }
  } finally {
    if (options.server === undefined) await server.stop()
  }
}

/** Opens a copy, does something to it, and tells what its schema was before and after. */
async function onCopy(
  snapshot: Snapshot,
  server: TwinServer,
  { signal }: RehearseOptions,
  work: (copy: EmptyCopy) => Promise<RehearsedStatement[]>,
) {
  const copy = await EmptyCopy.open(snapshot, { server, ...(signal && { signal }) })
  try {
    const before = await observeCopy(copy.owner)
    const result = await work(copy)
    return { result, before, after: await observeCopy(copy.owner), gaps: copy.gaps }
  } finally {
    await copy.close()
  }
}
