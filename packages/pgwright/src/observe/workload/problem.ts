import { type ErrorCode, type Gap, leftOut, PgwrightError, type Snapshot } from '../../model/index.ts'

/** Why a server shows no workload. The message is what a snapshot keeps of it, as the reason of a gap. */
const problems = {
  'not-installed': {
    code: 'missing-extension',
    message: 'The extension pg_stat_statements is not installed in this database.',
    hint:
      "Add pg_stat_statements to shared_preload_libraries, restart, and run 'create extension pg_stat_statements' " +
      'in this database; or give the queries yourself with --workload.',
  },
  'not-loaded': {
    code: 'missing-extension',
    message: 'The extension pg_stat_statements is installed, but the server has not loaded its library.',
    hint: 'Add pg_stat_statements to shared_preload_libraries and restart; or give the queries with --workload.',
  },
  'no-right': {
    code: 'permission',
    message: 'The role may not read pg_stat_statements.',
    hint: "Run 'grant pg_read_all_stats' to the role, or give the queries with --workload.",
  },
  hidden: {
    code: 'permission',
    message: 'pg_stat_statements hides the statements of other roles from this one.',
    hint: "Run 'grant pg_read_all_stats' to the role, or give the queries with --workload.",
  },
} as const satisfies Record<string, { code: ErrorCode; message: string; hint: string }>

export type WorkloadProblem = keyof typeof problems

export function workloadError(problem: WorkloadProblem, cause?: unknown): PgwrightError {
  const { code, message, hint } = problems[problem]
  return new PgwrightError(code, message, hint, cause === undefined ? undefined : { cause })
}

const counted = 'pg_stat_statements'

export function workloadGap(problem: PgwrightError): Gap {
  return {
    object: counted,
    reason: problem.message,
    effect: 'The workload is empty or lacks statements; advice does not know of them.',
  }
}

/** Whether a gap is one of the workload that a server counts, which means nothing where another is given. */
export function isWorkloadGap({ object }: Gap): boolean {
  return object === counted
}

/**
 * @throws PgwrightError when the snapshot has no statement to work on: `missing-extension`, `permission`, or
 *   `empty-workload` where the server counts statements and there were none of use
 */
export function requireWorkload(snapshot: Snapshot): void {
  const { statements, excluded, source } = snapshot.workload
  if (statements.length > 0) return
  for (const { code, message, hint } of Object.values(problems)) {
    if (snapshot.gaps.some(({ reason }) => reason === message)) throw new PgwrightError(code, message, hint)
  }
  throw new PgwrightError(
    'empty-workload',
    `There is no query to work on in the workload (${source}); ${leftOut(excluded)} statements were left out.`,
    'Let the application run for a while and try again, or give the queries yourself with --workload.',
  )
}
