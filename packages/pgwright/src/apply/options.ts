/** How a plan is applied or taken back. */
export interface ApplyOptions {
  /**
   * How long an attempt waits at most for a lock that the application's statements could queue behind; the first ones wait
   * for less. Default: 200.
   */
  readonly lockTimeoutMs?: number
  /** Budget of one index build or drop, waiting for older transactions included. Default: 6 hours. */
  readonly buildTimeoutMs?: number
  /**
   * How long a statement may hold a lock that keeps the application's statements out, as a new constraint does while it
   * looks at every row; what takes longer is taken back. Default: 2 seconds.
   */
  readonly holdTimeoutMs?: number
  /** When to wait before a step, or before it is tried again; null: never. */
  readonly brakes?: BrakeLimits | null
  readonly onProgress?: (event: ApplyEvent) => void
  /** Stops the statement that runs, cleans up after it, and leaves the run as failed: it can be gone on with. */
  readonly signal?: AbortSignal
}

/** What the server must not be beyond while a step is begun. */
export interface BrakeLimits {
  /** How far a streaming standby may be behind. Default: 10 seconds. */
  readonly maxLagMs?: number
  /** Age of the oldest transaction of the database. Default: 30 minutes. */
  readonly maxTransactionMs?: number
  /** Sessions of the whole server that are running a statement. Default: four fifths of `max_connections`. */
  readonly maxActive?: number
  /** Disk space that is to stay free beside what the step is expected to write. Default: 1 GiB. */
  readonly minFreeBytes?: number
  /**
   * A command for the shell whose last line is the number of free bytes. Without one they are asked of this machine's own
   * file system, where the server is on it.
   */
  readonly diskFreeCommand?: string
  /** How long to wait for it all before giving up. Default: 10 minutes. */
  readonly timeoutMs?: number
}

/** A session that holds up what is being done. Never with the text of its query, which can hold literals. */
export interface Blocker {
  /** 0: a prepared transaction, which has no session. */
  readonly pid: number
  /** Of a prepared transaction its identifier; null where it is not known. */
  readonly applicationName: string | null
  /** As `pg_stat_activity` names it; this and the age are null where the role may not see them. */
  readonly state: string | null
  readonly transactionAgeMs: number | null
}

export type ApplyEvent =
  /** Comes before the first thing that is ever written to the target. */
  | { readonly kind: 'creating-journal' }
  | { readonly kind: 'run-started'; readonly runId: number; readonly resumed: boolean; readonly steps: number }
  | { readonly kind: 'step-started'; readonly position: number; readonly sql: string }
  | { readonly kind: 'step-finished'; readonly position: number; readonly state: 'done' | 'skipped' | 'rolled-back' }
  | { readonly kind: 'step-failed'; readonly runId: number; readonly position: number; readonly error: string }
  /** An index that an earlier run left invalid is dropped before it is built again. */
  | { readonly kind: 'repairing'; readonly index: string }
  /** An index that a build left invalid could not be taken away in time: the next run, or the rollback, does it. */
  | { readonly kind: 'left-invalid'; readonly index: string }
  /**
   * `phase` is PostgreSQL's own, `share` that of the phase, from 0 to 1; null where PostgreSQL does not tell. `leftMs` is
   * an estimate of what the phase still takes, if it goes on as it went; null while that can't be said.
   */
  | {
      readonly kind: 'progress'
      readonly sql: string
      readonly phase: string
      readonly share: number | null
      readonly leftMs: number | null
    }
  /** The next step is held up until the server has room for it. */
  | { readonly kind: 'braking'; readonly reasons: readonly string[] }
  /** What is free on the server's disks can't be told, and holds no step up. */
  | { readonly kind: 'disk-unknown' }
  /** Transactions that a build about to start will have to wait for, should they still be open at its end. */
  | { readonly kind: 'old-transactions'; readonly sql: string; readonly blockers: readonly Blocker[] }
  /** A setting was written that the server takes up when it is started again, and not before. */
  | { readonly kind: 'restart-needed'; readonly setting: string }
  | { readonly kind: 'waiting'; readonly sql: string; readonly blockers: readonly Blocker[] }
