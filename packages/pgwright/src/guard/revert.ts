import type { Plan, Verdict } from '../model/index.ts'

/**
 * The changes to take back for a verdict: those of tables that are worse off, and whatever needs one of them, since an
 * index that was dropped because of another may not stay away without it.
 */
export function changesToRevert({ tables }: Pick<Verdict, 'tables'>, { changes }: Plan): string[] {
  const reverted = new Set(tables.filter(({ verdict }) => verdict === 'worse').flatMap(({ changeIds }) => changeIds))
  for (const { id, dependsOn } of changes) if (dependsOn.some((other) => reverted.has(other))) reverted.add(id)
  return changes.map(({ id }) => id).filter((id) => reverted.has(id))
}
