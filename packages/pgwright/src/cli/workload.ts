import type { Gap, Snapshot } from '../model/index.ts'
import { type Compression, compressWorkload, isWorkloadGap, readWorkload, requireWorkload } from '../observe/index.ts'

/** A snapshot with the workload that is to be advised on. */
export interface WithWorkload {
  readonly snapshot: Snapshot
  readonly compression: Compression
}

/**
 * A snapshot whose workload is that of the files, where there are any, made small enough to be worked on.
 *
 * @throws PgwrightError for files that can't be used, and for a workload that is empty
 */
export async function withWorkload(
  snapshot: Snapshot,
  paths: readonly string[] | undefined,
  most: number | undefined,
): Promise<WithWorkload> {
  if (paths === undefined) requireWorkload(snapshot)
  const given =
    paths === undefined
      ? { workload: snapshot.workload, gaps: [] }
      : await readWorkload(paths, { database: snapshot.database.name })
  const { workload, compression } = compressWorkload(given.workload, snapshot, most === undefined ? {} : { most })
  const ofSnapshot = paths === undefined ? snapshot.gaps : snapshot.gaps.filter((gap) => !isWorkloadGap(gap))
  const gaps = [...ofSnapshot, ...given.gaps, ...unknownRoles(snapshot, given.workload)]
  return { snapshot: { ...snapshot, workload, gaps }, compression }
}

/** A snapshot has the roles that its own workload names. */
function unknownRoles({ roles }: Snapshot, { statements }: Snapshot['workload']): Gap[] {
  const known = new Set(roles.map(({ name }) => name))
  const named = new Set(statements.flatMap(({ role }) => (role === null || known.has(role) ? [] : [role])))
  return [...named].sort().map((role) => ({
    object: `the role ${role}`,
    reason: 'It runs statements of the workload, but is not in the snapshot.',
    effect: 'Its statements are planned as one who sees every row, without its policies and settings.',
  }))
}
