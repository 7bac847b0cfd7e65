import type { z } from 'zod'
import type { Change, CheckCategory, Evidence, Severity, Snapshot } from '../model/index.ts'
import type { PolicyMeasurement } from './policy-overhead.ts'
import type { Server } from './server.ts'
import type { InspectedStatement, PlannedInspected } from './statements.ts'

/** What a check needs, beyond a session; where it lacks, the check is skipped with the reason. */
export interface Needs {
  /** The first major version that has what it reads. */
  readonly major?: number
  /** The last one to which it applies. */
  readonly untilMajor?: number
  /** An extension that must be there. */
  readonly extension?: string
  /** The first version of it that has what it reads: one that was not updated lags behind its library. */
  readonly extensionVersion?: string
  /** A predefined role whose rights are needed, or `superuser`. */
  readonly right?: 'pg_read_all_stats' | 'pg_read_all_settings' | 'superuser'
  /** Reads files of the server's machine. */
  readonly files?: true
  /** Compares with the pools that the project declares. */
  readonly pools?: true
  /** Does not apply to a standby, whose state is the primary's. */
  readonly primary?: true
  /** Applies to a standby alone. */
  readonly standby?: true
}

interface CheckMeta {
  /** The folder's name, the page's, and what `--only` and `--skip` take; never renamed. */
  readonly id: string
  /** What is wrong, as a headline without a full stop: `Index that a failed build left behind`. */
  readonly title: string
  readonly category: CheckCategory
  /** Where a defect does not give its own. */
  readonly severity: Severity
  readonly needs?: Needs
  /** A matter of taste: runs only where it is asked for, by its id or in the configuration. */
  readonly optional?: true
}

/** A defect as a check tells it; the runner makes a finding of it. */
export interface Defect {
  readonly object: string
  readonly objectType: string
  readonly severity?: Severity
  /** A fact, with its object and its cost here. */
  readonly message: string
  readonly evidence: Evidence
  /** One imperative sentence. */
  readonly help: string
  readonly fix?: readonly string[]
  readonly change?: Change
}

/** Reads rows from the source by one statement. */
export interface SqlCheck<Row = unknown> extends CheckMeta {
  /**
   * `catalog`: what a snapshot carries too, so that it also runs on the twin of one. `server`: what only a server has:
   * counters, sessions, settings, rights, comments, functions.
   */
  readonly reads: 'catalog' | 'server'
  readonly row: z.ZodType<Row>
  /** Read-only, of `pg_catalog` alone, in a certain order; numbers as `float8`, for `int8` arrives as text. */
  sql(server: Server): string
  detect(rows: readonly Row[], server: Server): Defect[]
  /** Why not all could be seen; null where it could. */
  blind?(rows: readonly Row[], server: Server): string | null
}

/** Reads the statements of the workload, as texts, parse trees and counters. */
export interface StatementCheck extends CheckMeta {
  readonly reads: 'statements'
  detect(statements: readonly InspectedStatement[], server: Server): Defect[]
}

/** Reads the statements of the workload with their plans on the twin. */
export interface PlanCheck extends CheckMeta {
  readonly reads: 'plans'
  /** @param snapshot of the relations that the statements read */
  detect(statements: readonly PlannedInspected[], server: Server, snapshot: Snapshot): Defect[]
}

/** Reads what the advisor proposes for the workload. */
export interface AdviceCheck extends CheckMeta {
  readonly reads: 'advice'
  detect(changes: readonly Change[], server: Server): Defect[]
}

/** Reads what row security was measured to cost, where that was asked for. */
export interface MeasuredCheck extends CheckMeta {
  readonly reads: 'measured'
  detect(measurements: readonly PolicyMeasurement[], server: Server): Defect[]
}

export type Check = SqlCheck | StatementCheck | PlanCheck | AdviceCheck | MeasuredCheck

/** A check on rows: keeps the type of its rows to itself. */
export function sqlCheck<Row>(check: SqlCheck<Row>): SqlCheck {
  return {
    ...check,
    detect: (rows, server) => check.detect(rows as readonly Row[], server),
    ...(check.blind === undefined
      ? {}
      : { blind: (rows, server) => check.blind?.(rows as readonly Row[], server) ?? null }),
  }
}
