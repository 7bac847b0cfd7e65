import type { Change, Forms, Step } from '../model/index.ts'

/** How large a reference system is built: for tests, for the demo, for load tests. */
export type Scale = 'small' | 'medium' | 'full'

/** One connection of a service. Each `query` is one round trip and counts as one statement. */
export interface Connection {
  query<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>
}

/** A deterministic source of choice, so that the naive and the improved side are given the same parameters. */
export interface Random {
  /** A whole number, `from` and `to` included. */
  integer(from: number, to: number): number
  pick<T>(values: readonly T[]): T
}

/** The seed's own figures, in milliseconds. `improvement` is a share (0.95), as the seed states it. */
export interface Claim {
  readonly beforeMs: number | null
  readonly afterMs: number
  readonly improvement: number | null
}

/**
 * One query of the seed's table, as two functions that a service would have. Both are given the same parameters and
 * must return the same value.
 */
export interface Benchmark<Parameters = unknown> {
  readonly id: string
  readonly title: string
  readonly claim: Claim
  /** How often it is called for each hundred calls of the whole workload. */
  readonly weight: number
  parameters(random: Random, dimensions: Dimensions): Parameters
  naive(db: Connection, parameters: Parameters): Promise<unknown>
  improved(db: Connection, parameters: Parameters): Promise<unknown>
  /** Names of declared changes without which the improved form can't run. */
  readonly needs?: readonly string[]
}

/**
 * A change that the product's own people thought of: `prove` tries it and `apply` does it like one that was advised.
 * Proof compares the two forms, so they must do the same and return the same rows.
 */
export interface DeclaredChange {
  /** Unique in the system; what needs it refers to it by this. */
  readonly name: string
  readonly kind: Change['kind']
  readonly schema: string
  readonly table: string
  /** None where the change is the application's to make. */
  readonly steps: readonly Step[]
  readonly forms: Forms
  /** One sentence. */
  readonly reason: string
  readonly needs?: readonly string[]
}

/** A write that the service does all the time; what indexes cost shows here. */
export interface Write<Parameters = unknown> {
  readonly id: string
  readonly weight: number
  parameters(random: Random, dimensions: Dimensions): Parameters
  run(db: Connection, parameters: Parameters): Promise<unknown>
}

/** Row counts and the like, by name, so that a parameter generator knows what there is. */
export type Dimensions = Readonly<Record<string, number>>

/** Many users of one pool. A request is one call of the workload, drawn by weight. */
export interface Load {
  readonly connections: number
  /** Each user sends one request at a time, and waits for a free connection where there is none. */
  readonly users: number
  /** Of all users together. */
  readonly requests: number
  /** Mean pause of a user between two requests; 0 sends them all at once. */
  readonly thinkMs: number
}

export interface LoadResult {
  readonly completed: number
  readonly failed: number
  readonly durationMs: number
  /** Share of the connections in use, averaged over the time of the load. */
  readonly usedShare: number
  /** With the wait for a connection. */
  readonly p95Ms: number
}

/** How long the calls of a benchmark's naive form took, before anything was improved. */
export interface NaiveCalls {
  readonly id: string
  readonly weight: number
  readonly timesMs: readonly number[]
}

/** What a gate is given: the built and improved database. */
export interface GateContext {
  readonly dimensions: Dimensions
  readonly random: Random
  /** As the service's own role. */
  readonly service: Connection
  /** As the owner, for catalog and statistics. */
  readonly owner: Connection
  /** For claims that compare with the product as it was. */
  readonly naiveCalls: readonly NaiveCalls[]
  /** Opens `size` more connections of the service, to be closed by `close`. */
  pool(size: number): Promise<{ readonly connections: readonly Connection[]; close(): Promise<void> }>
  /** Plays calls of the workload on `service`, one after another: improved queries and writes, by weight. Their times. */
  play(calls: number): Promise<readonly number[]>
  load(load: Load): Promise<LoadResult>
  /** Runs the variants in turn, so that all meet the same noise, and returns the median time of each. */
  compare(variants: readonly (() => Promise<unknown>)[], repeats: number): Promise<readonly number[]>
  /**
   * Shares of the blocks of indexes and of tables that were found in shared buffers while `work` ran on `service`:
   * differences of `pg_statio_user_tables`, which are never reset.
   */
  hitRatios(work: () => Promise<unknown>): Promise<{ readonly index: number; readonly table: number }>
  /** Names of the tables that a plan of a statement of `work` reads in full. Each statement is explained, then run. */
  sequentialScans(work: (db: Connection) => Promise<unknown>): Promise<readonly string[]>
  /** Names of all tables and partitions that plans of statements of `work` read, however. */
  relationsRead(work: (db: Connection) => Promise<unknown>): Promise<readonly string[]>
}

/** A number that a gate rests on, with its bound where it has one: benchmarks print it. */
export interface GateFigure {
  readonly id: string
  readonly title: string
  readonly value: number
  readonly unit: string
  readonly goal: number | null
  readonly better: 'lower' | 'higher'
}

export interface GateResult {
  /** One line for people. */
  readonly measured: string
  readonly met: boolean
  readonly figures?: readonly GateFigure[]
}

/** A claim of the seed that is not a query's time. */
export interface Gate {
  readonly id: string
  readonly title: string
  /** The claim in the seed's words, with its bound. */
  readonly claim: string
  measure(context: GateContext): Promise<GateResult>
}

/** A reference system: everything that the demo needs to know of a product. */
export interface System {
  readonly name: string
  readonly title: string
  /** The role that the service connects as; `build` creates it with LOGIN. */
  readonly serviceRole: string
  readonly scales: Readonly<Record<Scale, Dimensions>>
  /** What the server takes at most while the demo runs, measured with some room: looked for before anything is built. */
  readonly diskBytes: Readonly<Record<Scale, number>>
  /** Schema, deterministic data and `VACUUM ANALYZE`, as a fresh product before any tuning. */
  build(owner: Connection, dimensions: Dimensions, progress: (stage: string, share: number) => void): Promise<void>
  // A method's parameters are bivariant, so benchmarks of different parameters fit in one list.
  readonly benchmarks: readonly Benchmark[]
  readonly writes: readonly Write[]
  /** Improvements beyond what is advised. */
  readonly changes: readonly DeclaredChange[]
  readonly gates: readonly Gate[]
}
