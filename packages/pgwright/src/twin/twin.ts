import { dirname } from 'node:path'
import type pg from 'pg'
import { type ExtendedData, type Gap, type ObjectName, PgwrightError, type Snapshot } from '../model/index.ts'
import { build } from './build.ts'
import { explainPlan } from './explain.ts'
import { blockSize } from './files/btree-page.ts'
import { allocatedBytes } from './files/disk-usage.ts'
import type { Candidate, SpecCandidate } from './indexes/candidate.ts'
import { Candidates, type SampledExpression } from './indexes/candidates.ts'
import type { AddIndexOptions } from './indexes/index-maker.ts'
import type { IndexSpec } from './indexes/index-spec.ts'
import { openPlace, type PlaceOptions } from './place.ts'
import type { PlanNode } from './plan-node.ts'
import type { TwinServer } from './server.ts'
import { type PlanningContext, SessionContext } from './session-context.ts'
import type { TwinSessions } from './sessions.ts'
import { runStatement, type StatementResult } from './statement-result.ts'
import { addExtendedStatistics } from './statistics/add-statistics.ts'

export type { PlanningContext } from './session-context.ts'

/**
 * A local PostgreSQL with the source's schema and statistics and no data, which plans as the source does.
 * Must be closed.
 *
 * A snapshot is a file from elsewhere, so no text of its own (definitions, expressions) runs in a superuser's session:
 * the schema is built, statements are planned and indexes are made by a role of ours that may do nothing else.
 */
export class Twin {
  /** What of the source could not be carried, with its effect. */
  readonly gaps: readonly Gap[]
  /** What it was built from. */
  readonly snapshot: Snapshot
  /** Other twins can be built on it, which are closed before this one. */
  readonly server: TwinServer
  readonly #release: () => Promise<void>
  /** The superuser's: it reads no text from elsewhere. */
  readonly #owner: pg.Client
  /** The twin's own role's: whatever text comes from elsewhere. */
  readonly #builder: pg.Client
  /** Plans, as whoever runs the statement on the source. */
  readonly #planner: pg.Client
  readonly #context: SessionContext
  readonly #candidates: Candidates
  #explains = 0

  private constructor(parts: TwinParts) {
    const { server, sessions, context, snapshot, gaps, release } = parts
    this.#release = release
    this.#owner = sessions.owner
    this.#builder = sessions.builder
    this.#planner = sessions.planner
    this.#context = context
    this.server = server
    this.gaps = gaps
    this.snapshot = snapshot
    this.#candidates = new Candidates(sessions.owner, sessions.builder, server, snapshot)
  }

  /**
   * Builds the twin of a snapshot.
   *
   * @throws PgwrightError `unsupported` for a server with blocks of another size, or where no server can be started; what
   * can't be rebuilt is a gap, not an error; `cancelled` once the signal is given
   */
  static async open(snapshot: Snapshot, options: PlaceOptions = {}): Promise<Twin> {
    requireUsualBlocks(snapshot)
    const place = await openPlace(snapshot, options)
    const { server, sessions, database, role } = place
    try {
      const gaps = await build(sessions, server, snapshot, { database, role })
      const context = await SessionContext.open(sessions.planner, snapshot)
      place.throwIfCancelled()
      const all = [...place.gaps, ...gaps, ...context.gaps]
      return new Twin({ server, sessions, context, snapshot, gaps: all, release: place.release })
    } catch (error) {
      await place.release()
      place.throwIfCancelled()
      throw error
    }
  }

  /** What the twin's server takes on disk. */
  get diskBytes(): number {
    return allocatedBytes(dirname(this.server.dataFolder))
  }

  /** Of its server: the source's, or the nearest one that is installed. */
  get major(): number {
    return this.server.major
  }

  /** How many times the planner was asked. */
  get explains(): number {
    return this.#explains
  }

  /**
   * The plan that the source would choose, with what is shown now. Statements with `$n` left in them are planned
   * generically.
   *
   * @throws the server's error where the statement can't be planned
   */
  async explain(sql: string, context: PlanningContext): Promise<PlanNode> {
    await this.#context.enter(context)
    this.#explains++
    return explainPlan(this.#planner, this.server.major, sql)
  }

  /**
   * Runs a statement as the planning session's role. The twin has no rows, so it is for `EXPLAIN`, settings and the
   * catalog; indexes are added with {@link addIndexes}.
   *
   * @throws PgwrightError `usage` for what would undo the twin, else the server's error
   */
  async run(sql: string, context: PlanningContext): Promise<StatementResult> {
    await this.#context.enter(context)
    return runStatement(this.#planner, sql)
  }

  /** Rows of the twin's catalog, by a query of pgwright's own: no text of the snapshot. */
  async read(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#owner.query<Record<string, unknown>>(sql)).rows
  }

  /**
   * Makes indexes that could be built, hidden until they are shown. What PostgreSQL refuses is left out.
   *
   * @param sampled what is known of the expressions among their keys
   */
  addIndexes(specs: readonly IndexSpec[], sampled?: SampledExpression): Promise<SpecCandidate[]> {
    return this.#candidates.add(specs, sampled)
  }

  /**
   * Makes the index of one `CREATE INDEX`, of any method, hidden until it is shown. On a partitioned table it gets a
   * part for each partition.
   *
   * @throws PgwrightError `usage` where the text is no such statement, or PostgreSQL refuses it
   */
  addIndex(ddl: string, options: AddIndexOptions = {}): Promise<Candidate> {
    return this.#candidates.addStatement(ddl, options)
  }

  /** Takes added indexes away again: every index of a table makes planning over it a little slower. */
  async removeIndexes(candidates: readonly Candidate[]): Promise<void> {
    await this.#candidates.remove(candidates)
  }

  /** Shows indexes to the planner, the source's own or those added, or hides them. */
  async show(indexes: readonly ObjectName[], visible: boolean): Promise<void> {
    await this.#candidates.show(indexes, visible)
  }

  /**
   * Changes the schema, as the twin's own role: only what reads and writes no rows, since the tables but look full.
   *
   * @throws the server's error where it refuses
   */
  async alter(sql: string): Promise<void> {
    await this.#builder.query(sql)
  }

  /**
   * Makes the extended statistics of one `CREATE STATISTICS`, with what `ANALYZE` would find for them.
   *
   * @returns what of that could not be taken over
   * @throws the server's error where it refuses
   */
  addStatistics(sql: string, data: ExtendedData): Promise<Gap[]> {
    return addExtendedStatistics({ owner: this.#owner, builder: this.#builder }, this.server.major, sql, data)
  }

  close(): Promise<void> {
    return this.#release()
  }
}

interface TwinParts {
  readonly server: TwinServer
  readonly sessions: TwinSessions
  readonly context: SessionContext
  readonly snapshot: Snapshot
  readonly gaps: readonly Gap[]
  readonly release: () => Promise<void>
}

function requireUsualBlocks({ settings }: Snapshot): void {
  const size = settings.find(({ name }) => name === 'block_size')?.setting
  if (size === undefined || Number(size) === blockSize) return
  throw new PgwrightError(
    'unsupported',
    `The server was built with blocks of ${size} bytes, and a twin has blocks of ${blockSize}.`,
    'Ask for advice on a server with the usual block size.',
  )
}
